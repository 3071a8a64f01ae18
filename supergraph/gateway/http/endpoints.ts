import { attributes, type SpanHandle } from '@chancery/observability';
import { newId } from '@chancery/trust';
import { graphiqlAssets } from '../graphiql/assets.ts';
import { withGraphiql } from '../graphiql/page.ts';
import type { OperationRequest, Passage, Stage } from '../passage.ts';
import { pass } from '../pipeline.ts';
import type { ServedGraph } from '../servedGraph.ts';
import type { Settings } from '../settings.ts';
import { corsHeaders, preflight } from './cors.ts';
import type { Endpoint } from './endpoint.ts';
import { graphqlOverHttp, type Outcome } from './graphqlOverHttp.ts';
import { landing } from './landing.ts';

/** What answers at the gateway's port, by path: operations go through the stages of the graph that is served, in order. */
export function endpoints(
  graph: Pick<ServedGraph, 'run' | 'name'>,
  { profile, corsOrigins, graphiql }: Pick<Settings, 'profile' | 'corsOrigins' | 'graphiql'>,
): ReadonlyMap<string, Endpoint> {
  const handle = graphqlOverHttp((operation, span) => graph.run((stages) => answer(stages, operation, span)));
  const graphql: Endpoint = (request, body, span, asker) => {
    const asked = preflight(corsOrigins, request);
    if (asked !== undefined) return asked;
    const found = handle({ raw: request, body, span, asker });
    if (corsOrigins.size === 0) return found;
    return found.then((told) => ({ ...told, headers: { ...told.headers, ...corsHeaders(corsOrigins, request) } }));
  };
  return new Map<string, Endpoint>([
    ['/graphql', graphiql ? withGraphiql(graphql) : graphql],
    ...(graphiql ? graphiqlAssets : []),
    ['/healthz', () => ({ status: 200, headers: jsonType, body: JSON.stringify({ status: 'ok', graph: graph.name }) })],
    ...(profile === 'embedded' ? [['/', () => landing(graphiql)] as const] : []),
  ]);
}

const jsonType = { 'content-type': 'application/json; charset=utf-8' };

async function answer(stages: readonly Stage[], request: OperationRequest, span: SpanHandle): Promise<Outcome> {
  const passage: Passage = {
    request,
    span,
    startedAt: new Date(),
    traceId: span.traceId,
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
