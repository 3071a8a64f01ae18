import '../../followups.ts';
import { type Operation, operationFromDocument, type Schema, type Selection, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner, type QueryPlannerConfig } from '@apollo/query-planner';
import { Refusal } from '@chancery/domain';
import { type DocumentNode, type GraphQLSchema, parse, print } from 'graphql';
import { plansAsk } from './plansAsk.ts';
import { type StoredName, setAside, storedNames } from './setAside.ts';
import { WhereAsked } from './whereAsked.ts';
import { withUsableKeys } from './withUsableKeys.ts';

/** How many ways the planner looks at for one field: what needs more is refused (§1.5). */
const MOST_WAYS = 200;
/** How many whole plans it compares: where there are more, it leaves ways out, and refuses nothing. */
const MOST_PLANS = 500;

/** How Apollo's planner is to plan. */
export const plannerConfig: QueryPlannerConfig = {
  reuseQueryFragments: false,
  debug: { pathsLimit: MOST_WAYS, maxEvaluatedPlans: MOST_PLANS },
};

/** A supergraph as it is planned over. */
export const plannable = (supergraphSdl: string): string => print(withUsableKeys(parse(supergraphSdl)));

/** What somebody has loaded already of a plannable supergraph: to load it takes longer than all that comes after. */
export interface Loaded {
  readonly planner: QueryPlanner;
  /** The public graph. */
  readonly schema: GraphQLSchema;
}

/** Plans operations over one supergraph, with Apollo's planner. */
export class Planner {
  /** The public graph. */
  readonly schema: GraphQLSchema;
  /** The whole graph, with what is not public: plans ask for that too. */
  readonly whole: GraphQLSchema;
  /** The names of its subgraphs. */
  readonly subgraphs: readonly string[];
  readonly storedName: StoredName;
  readonly #publicGraph: Schema;
  readonly #planner: QueryPlanner;
  readonly #whereAsked: WhereAsked;

  constructor(supergraphSdl: string, { planner, schema }: Loaded = load(supergraphSdl)) {
    const { supergraph } = planner;
    this.#planner = planner;
    this.#publicGraph = supergraph.apiSchema();
    this.schema = schema;
    this.whole = supergraph.schema.toGraphQLJSSchema();
    this.subgraphs = [...supergraph.subgraphsMetadata()].map(({ name }) => name);
    this.storedName = storedNames(plansAsk(parse(supergraphSdl)));
    this.#whereAsked = new WhereAsked(this.#planner);
  }

  /** How to answer a valid operation; throws `OPERATION_TOO_COMPLEX` where that takes too long to find out. */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan {
    const operation = operationFromDocument(
      this.#publicGraph,
      setAside(document, this.storedName),
      operationName === undefined ? {} : { operationName },
    );
    const plan = this.#built(operation);
    // Where the planner finds no way to a field it may say nothing at all.
    if (plan.node === undefined && operation.selectionSet.selections().some(isToBeFetched))
      throw new Error('There is no way to answer it.');
    return plan;
  }

  #built(operation: Operation): QueryPlan {
    try {
      return this.#whereAsked.during(operation, () => this.#planner.buildQueryPlan(operation));
    } catch (error) {
      throw isBound(error) ? new Refusal('OPERATION_TOO_COMPLEX') : error;
    }
  }
}

function load(supergraphSdl: string): Loaded {
  const supergraph = Supergraph.build(plannable(supergraphSdl));
  return { planner: new QueryPlanner(supergraph, plannerConfig), schema: supergraph.apiSchema().toGraphQLJSSchema() };
}

const isToBeFetched = (selection: Selection): boolean =>
  selection.kind === 'FieldSelection' && !selection.element.name.startsWith('__') && selection.element.appliedDirectives.length === 0;

/** The planner says it in a message alone. */
const isBound = (error: unknown): boolean =>
  error instanceof RangeError ||
  (error instanceof Error && /^(Too many options generated|Number of (non-local|recursive) selections exceeds)/.test(error.message));
