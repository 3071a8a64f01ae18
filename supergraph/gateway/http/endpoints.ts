import type { IncomingMessage } from 'node:http';
import { attributes, currentTraceId, type SpanHandle } from '@chancery/observability';
import { newId } from '@chancery/trust';
import type { OperationRequest, Passage, Stage } from '../passage.ts';
import { pass } from '../pipeline.ts';
import type { ServedGraph } from '../servedGraph.ts';
import type { Settings } from '../settings.ts';
import { corsHeaders, preflight } from './cors.ts';
import { graphqlOverHttp, type Outcome } from './graphqlOverHttp.ts';
import { landing } from './landing.ts';
import type { Endpoint } from './server.ts';

/** What answers at the gateway's port, by path: operations go through the stages of the graph that is served, in order. */
export function endpoints(
  graph: Pick<ServedGraph, 'stages' | 'name'>,
  { profile, corsOrigins }: Pick<Settings, 'profile' | 'corsOrigins'>,
): ReadonlyMap<string, Endpoint> {
  const graphql: Endpoint = async (request, body, span, gone) => {
    const asked = preflight(corsOrigins, request);
    if (asked !== undefined) return asked;
    const handle = graphqlOverHttp((operation) => answer(graph.stages, operation, span));
    const [text, { status, headers }] = await handle(asHttpRequest(request, body, gone));
    return { status, headers: { ...headers, ...corsHeaders(corsOrigins, request) }, body: text ?? '' };
  };
  return new Map<string, Endpoint>([
    ['/graphql', graphql],
    ['/healthz', () => ({ status: 200, headers: jsonType, body: JSON.stringify({ status: 'ok', graph: graph.name }) })],
    ...(profile === 'embedded' ? [['/', () => landing] as const] : []),
  ]);
}

const jsonType = { 'content-type': 'application/json; charset=utf-8' };

const asHttpRequest = (raw: IncomingMessage, body: string, gone: AbortSignal) => ({
  method: raw.method ?? 'GET',
  url: raw.url ?? '/',
  headers: raw.headers,
  body,
  raw,
  context: { gone },
});

async function answer(stages: readonly Stage[], request: OperationRequest, span: SpanHandle): Promise<Outcome> {
  const passage: Passage = {
    request,
    span,
    startedAt: new Date(),
    traceId: currentTraceId(),
    record: newId(),
    documents: new Set(),
    caller: null,
    scopes: [],
    client: null,
    source: '',
    operation: undefined,
    variables: {},
    verdict: undefined,
    decision: undefined,
    cost: undefined,
    isOpen: false,
    answer: undefined,
    late: undefined,
  };
  span.set(attributes.record, passage.record);
  await pass(stages, passage);
  return { answer: passage.answer ?? {}, isMutation: passage.operation?.definition.operation === 'mutation' };
}
