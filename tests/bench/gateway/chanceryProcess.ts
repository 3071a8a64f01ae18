import { parse, validate } from 'graphql';
import {
  bodyOf,
  type Call,
  type Compiled,
  createEngine,
  readAnswer,
  type SubgraphAnswer,
  Variables,
} from '../../../supergraph/engine/index.ts';
import { orderOf, tellReady } from '../childProcess.ts';
import { type Asked, leanServer } from './leanServer.ts';
import type { GatewayOrder } from './orders.ts';
import { PlainWire } from './plainWire.ts';

// Our engine alone, on Node's own server, over plain HTTP: no policy, no records, no traces. It is compared with gateways that have none.

/** An operation that was asked before. */
interface Known {
  readonly compiled: Compiled<null>;
  readonly variables: Variables;
}

const { supergraphSdl, stubsUrl, sharing } = await orderOf<GatewayOrder>();
const wire = new PlainWire(stubsUrl);
const inFlight = new Map<string, Promise<Buffer>>();
const engine = createEngine<null>({
  supergraphSdl,
  placeOf: (subgraph) => ({ kind: 'server', server: subgraph, institution: false }),
  wire: { send, sendBytes },
  missing: (error, path) => ({ message: error instanceof Error ? error.message : String(error), path }),
});
const known = new Map<string, Known>();

tellReady(await leanServer(answer), () => 0);

async function answer(body: string): Promise<string | Buffer> {
  const { query, operationName, variables } = JSON.parse(body) as Asked;
  const key = `${operationName ?? ''} ${query}`;
  const { compiled, variables: declared } = known.get(key) ?? compile(key, query, operationName ?? undefined);
  const { values, errors: wrong } = declared.coerced(variables ?? {});
  if (values === undefined) return JSON.stringify({ errors: wrong });
  const { written, errors } = await compiled.run(values, null);
  const text = written ?? '{"data":null}';
  return errors.length === 0 ? text : `{"errors":${JSON.stringify(errors)},${text.toString().slice(1)}`;
}

function compile(key: string, query: string, operationName: string | undefined): Known {
  const document = parse(query);
  const [error] = validate(engine.schema, document);
  if (error !== undefined) throw error;
  const definition = document.definitions.find((node) => node.kind === 'OperationDefinition');
  if (definition === undefined) throw new Error('There is no operation.');
  const made = { compiled: engine.compile({ document, operationName }), variables: new Variables(engine.schema, definition) };
  known.set(key, made);
  return made;
}

async function send(subgraph: string, call: Call): Promise<SubgraphAnswer> {
  return readAnswer(subgraph, (await sendBytes(subgraph, call)).toString());
}

/** All callers here are nobody: what one is told, another may be told. */
function sendBytes(subgraph: string, call: Call): Promise<Buffer> {
  const body = bodyOf(call);
  const alike = call.operation.isMutation ? null : `${subgraph} ${call.operation.hash}`;
  if (!sharing || alike === null) return wire.postBytes(`/${subgraph}`, body, alike);
  const key = `${subgraph} ${body}`;
  const under = inFlight.get(key) ?? wire.postBytes(`/${subgraph}`, body, alike).finally(() => inFlight.delete(key));
  inFlight.set(key, under);
  return under;
}
