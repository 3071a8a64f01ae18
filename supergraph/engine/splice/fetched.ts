import type { QueryPlanSelectionNode, ResponsePath } from '@apollo/query-planner';
import { Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import { conditionsIn } from '../conditionsIn.ts';
import { entityField } from '../entities/entityField.ts';
import { type Fragments, fragmentsOf } from '../fragmentsOf.ts';
import type { JoinedFetch } from '../planning/joinSiblings.ts';
import { onlyTypeIn } from '../planning/knownTypeNames.ts';
import { type EntityQuestion, entityQuestion } from '../post/entityQuestion.ts';
import { notPlain } from './notPlain.ts';

/** What is asked of an object, in the order in which a server answers it. */
export interface Layout {
  readonly sets: readonly SelectionSetNode[];
  readonly fragments: Fragments;
}

/** Entities of one type that a fetch is about. */
export interface FetchedEntities {
  readonly type: string;
  /** The one field that names an entity. */
  readonly key: string;
  /** It is about entities of other types too, in the same question. */
  readonly isOneOfSeveral: boolean;
  readonly question: EntityQuestion;
}

/** A fetch of a plan as splicing goes by it: one that is about entities of several types counts as several. */
export interface Fetched extends Layout {
  readonly number: number;
  readonly fetch: JoinedFetch['fetch'];
  /** The places of its objects, without signs for lists. */
  readonly paths: readonly string[];
  /** Null for root fields. */
  readonly entities: FetchedEntities | null;
}

/** Reads a fetch; throws `notPlain` for one that needs more than splicing can do. `first` is the number of the first one. */
export function fetchedOf(node: JoinedFetch, first: number): readonly Fetched[] {
  const { operation, requires, inputRewrites, outputRewrites } = node.fetch;
  if (inputRewrites !== undefined || outputRewrites !== undefined) throw notPlain;
  const document = parse(operation, { noLocation: true });
  if (conditionsIn(document).length > 0) throw notPlain;
  const common = { fetch: node.fetch, paths: node.paths.map(placeOf) };
  if (requires === undefined) {
    const definition = document.definitions.find((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION);
    if (definition === undefined || common.paths.some((path) => path !== '')) throw notPlain;
    return [{ ...common, number: first, entities: null, sets: [definition.selectionSet], fragments: fragmentsOf(document) }];
  }
  const { asked, fragments } = entityField(operation);
  const question = entityQuestion(operation, undefined);
  const isOneOfSeveral = requires.length > 1;
  return requires.map((each, i) => ({
    ...common,
    number: first + i,
    entities: { ...keyIn(each), isOneOfSeveral, question },
    sets: [asked],
    fragments,
  }));
}

/** A type, and the one field by which it is named. */
function keyIn(required: QueryPlanSelectionNode): Pick<FetchedEntities, 'type' | 'key'> {
  const type = onlyTypeIn([required]);
  const names =
    required.kind === 'Field' ? [] : required.selections.flatMap((each) => (each.kind === 'Field' ? [each.alias ?? each.name] : []));
  const [key, ...others] = names.filter((name) => name !== '__typename');
  if (type === null || key === undefined || others.length > 0 || others.length + 2 > names.length) throw notPlain;
  return { type, key };
}

/** The names on the way to a place. */
const placeOf = (path: ResponsePath): string => path.filter((part) => part !== '@').join('.');
