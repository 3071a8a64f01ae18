import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { RouteAnswer, RouteRequest } from '@chancery/kernel';
import { Credentials, heldHeader, operationUnknown, ServiceRegistry } from '@chancery/trust';
import { type GraphQLSchema, graphql } from 'graphql';
import { serve } from '../../../subgraphs/kernel/server.ts';
import { subgraphSchema } from '../../kit/standIn.ts';
import { cast } from '../../kit/standInCircuit.ts';
import { orderOf, tellReady } from '../childProcess.ts';
import type { StubAddress } from '../policy/variants.ts';
import { type Subgraph, sdlOf, subgraphs } from './federation.ts';
import type { RecordedCall, StubsOrder, StubsReady } from './orders.ts';
import { roots } from './records.ts';

// All subgraphs in one process. What a body is answered is found out once and then known: a stub costs what the wire costs.

/** While calls are recorded, an answer takes so long that those of one step are told from those of the next. */
const STEP_MS = 150;

const known = new Map<string, Buffer>();
const directoryChanges = cast({ records: [], isUp: true }).find(({ name }) => name === 'directory')?.root.directoryChanges ?? (() => null);
let asked = 0;
let recording: { readonly beganAt: number; readonly calls: (RecordedCall & { readonly step: number })[] } | null = null;

const { gateway, services } = await orderOf<StubsOrder>();
const schemas = new Map<string, GraphQLSchema>(subgraphs.map((name) => [name, subgraphSchema(withRoot(sdlOf(name)))]));
const registry = new ServiceRegistry([gateway, ...services].map((each) => ({ ...each, url: 'https://127.0.0.1:1' })));
const url = await plain();
const ready: StubsReady = { url, services: await Promise.all(services.map(guarded)) };
tellReady<{ readonly record: boolean }>(ready, () => asked, record);

/** Begins to record, or tells what was recorded, step by step. */
async function record(question: { readonly record: boolean }): Promise<readonly (readonly RecordedCall[])[]> {
  const calls = recording?.calls ?? [];
  recording = question.record ? { beganAt: performance.now(), calls: [] } : null;
  const steps = [...new Set(calls.map(({ step }) => step))].sort((a, b) => a - b);
  return steps.map((step) => calls.filter((call) => call.step === step).map(({ subgraph, body }) => ({ subgraph, body })));
}

/** `_entities` stands on a query type, also where a subgraph has none of its own. */
function withRoot(sdl: string): readonly string[] {
  return /^type Query\b/m.test(sdl) ? [sdl] : [sdl, 'type Query { _service: String }'];
}

/** The way that most take: bodies that were answered before, over plain HTTP. */
async function plain(): Promise<string> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      // Traces are taken and thrown away.
      if (request.url === '/v1/traces') return response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      const found = await answer(request.url?.slice(1) ?? '', Buffer.concat(chunks).toString('utf8'));
      return response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': found.length }).end(found);
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The way of our gateway as it really runs. */
async function guarded(order: StubsOrder['services'][number]): Promise<StubAddress> {
  const { name, role, privateKey, publicKey, material } = order;
  const identity = { name, role, privateKey, credentials: new Credentials(material) };
  const held = new Map<string, string>();
  const own = ({ body }: RouteRequest) => answerHolding(name, body, held);
  const server = await serve({ port: 0, identity, registry, routes: [{ method: 'POST', path: '/graphql', answer: own }] });
  return { name, role, publicKey, url: server.url, plainUrl: `${url}/${name}` };
}

/** As real services do: an operation that came with its text once is asked by its hash alone from then on. */
async function answerHolding(subgraph: Subgraph, body: string, held: Map<string, string>): Promise<RouteAnswer> {
  const hash = hashAtEnd.exec(body)?.[1] ?? '';
  const isWhole = body.startsWith('{"query":');
  if (isWhole && hash !== '') held.set(hash, (JSON.parse(body) as { readonly query: string }).query);
  const text = held.get(hash) ?? (isWhole ? body : null);
  if (text === null) return { status: 200, body: JSON.stringify({ errors: [{ message: '', extensions: { code: operationUnknown } }] }) };
  const whole = () => (isWhole ? body : `{"query":${JSON.stringify(text)},${body.slice(1)}`);
  const told = besides(subgraph, text, body) ?? (await answer(subgraph, body, whole)).toString('utf8');
  return { status: 200, body: told, ...(isWhole && hash !== '' ? { headers: { [heldHeader]: hash } } : {}) };
}

const hashAtEnd = /"sha256Hash":"([0-9a-f]{64})"\}\}\}$/;

/** What our gateway asks services for itself: who the officials are, and to keep its records. */
function besides(subgraph: Subgraph, text: string, body: string): string | null {
  if (subgraph === 'audit' && text.includes('appendAuditEntries')) return '{"data":{"appendAuditEntries":{"appended":1}}}';
  if (subgraph !== 'directory' || !text.includes('directoryChanges')) return null;
  const { variables } = JSON.parse(body) as { readonly variables: { readonly after?: number } };
  return JSON.stringify({ data: { directoryChanges: directoryChanges({ after: variables.after ?? 0 } as never) } });
}

/** @param whole the body with its text, where that stands for it which comes every time */
async function answer(subgraph: string, body: string, whole = () => body): Promise<Buffer> {
  asked += 1;
  if (recording !== null) {
    recording.calls.push({ subgraph, body, step: Math.round((performance.now() - recording.beganAt) / STEP_MS) });
    await pause(STEP_MS);
  }
  const key = `${subgraph} ${body}`;
  const found = known.get(key) ?? Buffer.from(await answered(subgraph as Subgraph, whole()));
  known.set(key, found);
  return found;
}

async function answered(subgraph: Subgraph, body: string): Promise<string> {
  const schema = schemas.get(subgraph);
  if (schema === undefined) return '{"errors":[{"message":"There is no such subgraph."}]}';
  const { query, variables, operationName } = JSON.parse(body) as { query: string; variables?: object; operationName?: string | null };
  const variableValues = { ...variables };
  return JSON.stringify(
    await graphql({ schema, source: query, rootValue: roots[subgraph], variableValues, operationName: operationName ?? null }),
  );
}
