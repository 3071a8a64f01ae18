import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { ApolloGateway, GraphQLDataSource } from './apollo.ts';
import { internal, reportFault } from './errors.ts';
import type { Answer, Passage } from './passage.ts';
import { silent } from './silent.ts';
import { type Commission, commissionOf } from './sources/commission.ts';
import type { Source } from './sources/source.ts';
import type { Reply } from './sources/transport.ts';
import type { Deadline } from './stages/deadline.ts';
import type { Execute } from './supergraphExecutor.ts';

/** Runs operations by Apollo's own executor: what the engine is compared with. */
export const apolloExecutor =
  (executor: Executor, schema: GraphQLSchema): Execute =>
  (operation, allowed, passage, deadline) =>
    run(executor, schema, operation, allowed, passage, deadline);

type Executor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];

async function run(
  executor: Executor,
  schema: GraphQLSchema,
  { definition }: Parameters<Execute>[0],
  { document, source, hash }: Parameters<Execute>[1],
  passage: Passage,
  deadline: Deadline | undefined,
): Promise<Answer> {
  const { variables, request, traceId } = passage;
  const commission = commissionOf(definition, passage, deadline);
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
export const asDataSource = (source: Source): GraphQLDataSource => ({
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
