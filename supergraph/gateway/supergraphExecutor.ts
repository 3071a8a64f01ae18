import { withoutSecurity } from '@chancery/policy';
import { bearerTokenIn } from '@chancery/trust';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema, parse, print } from 'graphql';
import { ApolloGateway, type GraphQLDataSource } from './apollo.ts';
import { internal, reportFault } from './errors.ts';
import type { Verdict } from './operation/authorise.ts';
import type { PreparedOperation } from './operation/prepare.ts';
import type { Answer, Passage } from './passage.ts';
import type { Source } from './sources/source.ts';
import type { Commission, Reply } from './sources/transport.ts';

/** Plans what is allowed of an operation, fetches it and joins the answer. */
export type Execute = (
  operation: PreparedOperation,
  allowed: NonNullable<Verdict['allowed']>,
  passage: Passage,
  /** Ends its fetches early. */
  signal: AbortSignal | undefined,
) => Promise<Answer>;

/** The public graph, and what runs operations over it. */
export interface SupergraphExecutor {
  readonly schema: GraphQLSchema;
  readonly execute: Execute;
  close(): Promise<void>;
}

/** What Apollo's gateway takes of a supergraph: what subgraphs ask by security directives is in the rules, and it takes none that still asks it (DESIGN §3.8). */
export const planned = (supergraphSdl: string): string => print(withoutSecurity(parse(supergraphSdl)));

/** How much of plans is kept, as JSON: a thousand large ones, or many more small ones. */
const KEPT_PLANS_MIB = 8;

/** Loads a supergraph into Apollo's planner and executor; `sourceOf` says who answers for a subgraph. */
export async function loadSupergraph(supergraphSdl: string, sourceOf: (subgraph: string) => Source): Promise<SupergraphExecutor> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => asDataSource(sourceOf(name)),
    // Plans of operations that come once would fill 30 MB of JSON, which is far more in memory.
    experimental_approximateQueryPlanStoreMiB: KEPT_PLANS_MIB,
    // What an exception says may hold what a trace must not.
    telemetry: { recordExceptions: false, includeDocument: false },
    logger: silent,
  });
  const { schema, executor } = await gateway.load();
  return {
    schema,
    execute: (operation, allowed, passage, signal) => run(executor, schema, operation, allowed, passage, signal),
    close: () => gateway.stop(),
  };
}

type Executor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];

async function run(
  executor: Executor,
  schema: GraphQLSchema,
  { definition }: PreparedOperation,
  { document, source, hash }: NonNullable<Verdict['allowed']>,
  { variables, request, caller, record, documents, traceId }: Passage,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const token = definition.operation === 'mutation' ? bearerTokenIn(request.authorization) : null;
  const commission: Commission = { caller, record, operation: definition.name?.value ?? null, token, documents, signal };
  const operationName = request.operationName ?? undefined;
  const answer = await executor({
    request: { query: source, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) },
    operationName: definition.name?.value ?? null,
    document,
    source,
    queryHash: hash,
    operation: definition,
    schema,
    context: { commission },
    metrics: {},
    logger: silent,
  } as never);
  return asAnswer(answer as ApolloAnswer, traceId);
}

interface ApolloAnswer extends Pick<Answer, 'data' | 'errors'> {
  readonly extensions?: { readonly valueCompletion?: readonly GraphQLFormattedError[] };
}

/** A null that no subgraph explained stands where the graph has none: that is a mistake of ours, and an error of the answer. */
function asAnswer({ data, errors = [], extensions }: ApolloAnswer, traceId: string): Answer {
  const unexplained = extensions?.valueCompletion ?? [];
  if (unexplained.length > 0) reportFault(unexplained, traceId);
  const all = [...errors.map(plain), ...unexplained.map(({ path }) => internal(path))];
  return { ...(data === undefined ? {} : { data }), ...(all.length === 0 ? {} : { errors: all }) };
}

/** Apollo's paths may name a list as `@`: what comes after it is not the place of one item. */
function plain(error: GraphQLFormattedError): GraphQLFormattedError {
  const told = error instanceof GraphQLError ? error.toJSON() : error;
  const list = told.path?.indexOf('@') ?? -1;
  return list < 0 || told.path === undefined ? told : { ...told, path: told.path.slice(0, list) };
}

/** Apollo's name for a source. */
const asDataSource = (source: Source): GraphQLDataSource => ({
  process: async (options) => {
    const { request, context } = options;
    const isInList = 'pathInIncomingRequest' in options && options.pathInIncomingRequest?.includes('@') === true;
    const question = { query: request.query ?? '', variables: request.variables ?? {}, operationName: request.operationName };
    const { data, errors }: Reply = await source.fetch({
      question,
      commission: (context as { commission: Commission }).commission,
      isInList,
    });
    return { ...(data === undefined ? {} : { data: data as Record<string, unknown> | null }), ...(errors === undefined ? {} : { errors }) };
  },
});

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: (message: unknown) => reportFault(message, '-') };
