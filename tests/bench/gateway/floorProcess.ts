import { orderOf, tellReady } from '../childProcess.ts';
import { leanServer } from './leanServer.ts';
import type { FloorOrder, RecordedCall } from './orders.ts';
import { PlainWire } from './plainWire.ts';

// What no gateway can do without: it reads a request, makes the calls that were recorded of our engine, in the same steps, reads their JSON,
// and writes the JSON of the answer. It plans nothing, looks at nothing and joins nothing.

const { url, operations } = await orderOf<FloorOrder>();
const wire = new PlainWire(url);
const known = new Map(operations.map(({ body, steps, answer }) => [nameIn(body), { steps, answer: JSON.parse(answer) as object }]));

tellReady(await leanServer(answer), () => 0);

async function answer(body: string): Promise<string> {
  const operation = known.get(nameIn(body));
  if (operation === undefined) throw new Error('This operation was not recorded.');
  for (const step of operation.steps) {
    const answers = await Promise.all(
      step.map((call) => wire.post(`/${call.subgraph}`, call.body, alikeIn(call)).then((text) => JSON.parse(text) as unknown)),
    );
    if (answers.length !== step.length) throw new Error('A call was not answered.');
  }
  return JSON.stringify(operation.answer);
}

/** Calls go together as those of our engine do. */
function alikeIn({ subgraph, body }: RecordedCall): string | null {
  return body.startsWith('{"query":"mutation') ? null : `${subgraph} ${body.slice(-HASH_AT_END)}`;
}

/** The digits, and what ends the body after them. */
const HASH_AT_END = 64 + '"}}}'.length;

/** The list of 20 and that of 200 have one text: the whole request tells them apart. */
function nameIn(body: string): string {
  const { operationName, variables } = JSON.parse(body) as { readonly operationName: string; readonly variables: object };
  return `${operationName} ${JSON.stringify(variables)}`;
}
