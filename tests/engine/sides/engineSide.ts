import type { GraphQLFormattedError } from 'graphql';
import { type Call, createEngine, type EngineOptions, type SubgraphAnswer } from '../../../supergraph/engine/index.ts';
import type { Server } from './federation.ts';
import { read, type Side, type Told } from './side.ts';

type Otherwise = Partial<Pick<EngineOptions<null>, 'placeOf' | 'missing' | 'noteDocument' | 'wire' | 'splicedFrom'>>;
type Servers = Readonly<Record<string, Server>>;

/** A side that tells how many of its answers were spliced. */
export interface EngineSide extends Side {
  readonly spliced: () => number;
}

/** The gateway's engine; servers are in this process, one for each subgraph unless it is said otherwise. */
export function engineSide(supergraphSdl: string, servers: Servers, otherwise: Otherwise = {}): EngineSide {
  let spliced = 0;
  const engine = createEngine<null>({
    supergraphSdl,
    placeOf: (subgraph) => ({ kind: 'server', server: subgraph, institution: false }),
    wire: { send: (name, call) => answerOf(servers, name, call) },
    noteFault: (error) => {
      throw error;
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
      if (Buffer.isBuffer(written)) spliced++;
      return { data: written === null ? null : JSON.parse(written.toString()).data, errors: JSON.parse(JSON.stringify(errors)) };
    },
    spliced: () => spliced,
    close: async () => undefined,
  };
}

/** The same, which splices whatever can be spliced. */
export function splicingSide(supergraphSdl: string, servers: Servers, otherwise: Otherwise = {}): EngineSide {
  const send = (name: string, call: Call) => answerOf(servers, name, call);
  const sendBytes = async (name: string, call: Call) => Buffer.from(JSON.stringify(await send(name, call)));
  return engineSide(supergraphSdl, servers, { wire: { send, sendBytes }, splicedFrom: 0, ...otherwise });
}

async function answerOf(servers: Servers, name: string, { operation, variables }: Call): Promise<SubgraphAnswer> {
  const answer = await servers[name]?.(operation.text, variables);
  if (answer === undefined) throw new Error(`There is no subgraph ${name}.`);
  return { data: answer.data as Record<string, unknown> | null, ...(answer.errors.length === 0 ? {} : { errors: answer.errors }) };
}
