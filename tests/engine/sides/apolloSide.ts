import { print } from 'graphql';
import { ApolloGateway } from '../../../supergraph/gateway/apollo.ts';
import type { Server } from './federation.ts';
import { read, type Side, told } from './side.ts';

/** Apollo's planner and executor, as `@apollo/gateway` has them. */
export async function apolloSide(supergraphSdl: string, servers: Readonly<Record<string, Server>>): Promise<Side> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => ({
      process: async ({ request }) => {
        const answer = await servers[name]?.(request.query ?? '', JSON.stringify(request.variables ?? {}));
        if (answer === undefined) throw new Error(`There is no subgraph ${name}.`);
        return { data: answer.data as Record<string, unknown> | null, ...(answer.errors.length === 0 ? {} : { errors: answer.errors }) };
      },
    }),
    logger: silent,
  });
  const { schema, executor } = await gateway.load();
  return {
    schema,
    ask: async (question) => {
      const { document, operation, variables } = read(schema, question);
      const source = print(document);
      const context = {
        request: { query: source, variables, operationName: question.operationName ?? undefined },
        operationName: operation.name?.value ?? null,
        document,
        source,
        queryHash: `${question.operationName} ${source}`,
        operation,
        schema,
        context: {},
        metrics: {},
        logger: silent,
      };
      const { data, errors = [], extensions } = await executor(context as never);
      // Nulls that it cannot explain it tells elsewhere.
      return told({ data, errors: [...errors, ...((extensions?.valueCompletion as typeof errors | undefined) ?? [])] } as never);
    },
    close: () => gateway.stop(),
  };
}

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
