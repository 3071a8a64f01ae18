import { withoutSecurity } from '@chancery/policy';
import { type GraphQLSchema, parse, print } from 'graphql';
import { plannable, plannerConfig } from '../engine/index.ts';
import { ApolloGateway } from './apollo.ts';
import { apolloExecutor, asDataSource } from './apolloExecutor.ts';
import { EngineExecutor, type EngineParts } from './engineExecutor.ts';
import type { Verdict } from './operation/authorise.ts';
import type { PreparedOperation } from './operation/prepare.ts';
import type { Answer, Passage } from './passage.ts';
import { silent } from './silent.ts';
import { overSources } from './sources/overSources.ts';
import type { Source } from './sources/source.ts';
import type { Deadline } from './stages/deadline.ts';

/** Plans what is allowed of an operation, fetches it and joins the answer. */
export type Execute = (
  operation: PreparedOperation,
  allowed: NonNullable<Verdict['allowed']>,
  passage: Passage,
  /** Ends its fetches early. */
  deadline: Deadline | undefined,
) => Promise<Answer>;

/** The public graph, and what runs operations over it. */
export interface SupergraphExecutor {
  readonly schema: GraphQLSchema;
  readonly execute: Execute;
  /** Whether an operation is planned already for what these variables leave in of it. */
  isPlanned(allowed: NonNullable<Verdict['allowed']>, operation: PreparedOperation, variables: Passage['variables']): boolean;
  /** Makes ready what will be asked for. */
  warm(expected: readonly PreparedOperation[]): void;
  close(): Promise<void>;
}

/** What Apollo's gateway takes of a supergraph: what subgraphs ask by security directives is in the rules, and it takes none that still asks it (DESIGN §3.8). */
export const planned = (supergraphSdl: string): string => print(withoutSecurity(parse(supergraphSdl)));

/** How much of plans is kept, as JSON: a thousand large ones, or many more small ones. */
const KEPT_PLANS_MIB = 8;

/**
 * Loads a supergraph: Apollo's gateway checks it and swaps it for a new one, and what runs operations is compiled from what it has loaded.
 * @param sourceOf who answers for a subgraph
 * @param engine by what operations are run; `apollo` runs them by Apollo's own executor
 */
export async function loadSupergraph(
  supergraphSdl: string,
  sourceOf: (subgraph: string) => Source,
  engine: EngineParts | 'apollo' = overSources(sourceOf),
): Promise<SupergraphExecutor> {
  const own = engine === 'apollo' ? null : new EngineExecutor(engine);
  const gateway = new ApolloGateway({
    // The engine takes over what the gateway has loaded, planner and all: to load it twice would be half of a gateway's start.
    ...(own === null
      ? { supergraphSdl }
      : { supergraphSdl: plannable(supergraphSdl), queryPlannerConfig: plannerConfig, validateSupergraph: true }),
    buildService: ({ name }) => asDataSource(sourceOf(name)),
    // Plans of operations that come once would fill 30 MB of JSON, which is far more in memory.
    experimental_approximateQueryPlanStoreMiB: KEPT_PLANS_MIB,
    // What an exception says may hold what a trace must not.
    telemetry: { recordExceptions: false, includeDocument: false },
    logger: silent,
  });
  const { schema, executor } = await gateway.load();
  // Its own tests ask so for its planner.
  const { queryPlanner: planner } = gateway.__testing();
  own?.load(supergraphSdl, planner && { planner, schema });
  return {
    schema,
    execute: own?.execute ?? apolloExecutor(executor, schema),
    isPlanned: (...asked) => own?.isPlanned(...asked) ?? true,
    warm: (expected) => own?.warm(expected),
    close: () => {
      own?.stop();
      return gateway.stop();
    },
  };
}
