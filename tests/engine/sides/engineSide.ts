import type { GraphQLFormattedError } from 'graphql';
import { createEngine, type EngineOptions } from '../../../supergraph/engine/index.ts';
import type { Server } from './federation.ts';
import { read, type Side, type Told } from './side.ts';

/** The gateway's engine; servers are in this process, one for each subgraph unless it is said otherwise. */
export function engineSide(
  supergraphSdl: string,
  servers: Readonly<Record<string, Server>>,
  otherwise: Partial<Pick<EngineOptions<null>, 'placeOf' | 'missing'>> = {},
): Side {
  const engine = createEngine<null>({
    supergraphSdl,
    placeOf: (subgraph) => ({ kind: 'server', server: subgraph, institution: false }),
    wire: {
      send: async (name, { operation, variables }) => {
        const answer = await servers[name]?.(operation.text, variables);
        if (answer === undefined) throw new Error(`There is no subgraph ${name}.`);
        return { data: answer.data as Record<string, unknown> | null, ...(answer.errors.length === 0 ? {} : { errors: answer.errors }) };
      },
    },
    missing: (error, path): GraphQLFormattedError => ({ message: error instanceof Error ? error.message : String(error), path }),
    ...otherwise,
  });
  const { schema } = engine;
  return {
    schema,
    ask: async (question): Promise<Told> => {
      const { document, variables } = read(schema, question);
      const { written, errors } = await engine
        .compile({ document, operationName: question.operationName ?? undefined })
        .run(variables, null);
      return { data: written === null ? null : JSON.parse(written).data, errors: JSON.parse(JSON.stringify(errors)) };
    },
    close: async () => undefined,
  };
}
