import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded } from '../../engine/isIncluded.ts';
import { inputPrice } from './inputPrice.ts';
import { lengthOf, UNSAID } from './listLength.ts';
import { dearest, type Price, priced, sum, times, type Variables } from './price.ts';
import { readWeights, type Weights } from './weights.ts';

/** What is done costs more than what is read; each of several commands in one operation does. */
const COMMAND = 10;
/** The graph itself, told once. */
const SCHEMA = 500;

/** An operation as it is priced: its fragments, and what was priced already. */
interface Priced {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly known: Map<string, Price>;
}

/**
 * What operations can cost at most, as the directives `@cost` and `@listSize` of the members say it, in the meaning that Apollo documents:
 * an object costs 1, a scalar nothing, a command 10; a list costs as often as it may have rows. Of fragments on several types the dearest
 * counts. §1.5
 */
export class Tariff {
  readonly #schema: GraphQLSchema;
  readonly #weights: Weights;
  readonly #prices = new WeakMap<OperationDefinitionNode, Price>();

  constructor(schema: GraphQLSchema, supergraphSdl: string) {
    this.#schema = schema;
    this.#weights = readWeights(supergraphSdl);
  }

  /** What an operation costs under these variables, before any of it is fetched. Its text is read once. */
  costOf(document: DocumentNode, definition: OperationDefinitionNode, variables: Variables): number {
    const price = this.#prices.get(definition) ?? this.#operation(document, definition);
    this.#prices.set(definition, price);
    return Math.ceil(priced(price, variables));
  }

  #operation(document: DocumentNode, { operation, selectionSet }: OperationDefinitionNode): Price {
    const root = this.#schema.getRootType(operation);
    if (root == null) return 0;
    const fragments = new Map(
      document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
    );
    return this.#selections(selectionSet, root, { fragments, known: new Map() }, undefined);
  }

  /** Of a type that stands for several, the dearest. */
  #below(set: SelectionSetNode, type: GraphQLNamedType, at: Priced, sized: Sized): Price {
    const types = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
    return dearest(types.map((each) => this.#selections(set, each, at, sized)));
  }

  #selections({ selections }: SelectionSetNode, type: GraphQLObjectType, at: Priced, sized: Sized): Price {
    return sum(selections.map((node) => conditional(node, this.#selection(node, type, at, sized))));
  }

  #selection(node: SelectionNode, type: GraphQLObjectType, at: Priced, sized: Sized): Price {
    if (node.kind === Kind.FIELD) return this.#field(node, type, at, sized?.get(node.name.value));
    if (node.kind === Kind.INLINE_FRAGMENT) return this.#fragment(node, type, at, sized);
    const fragment = at.fragments.get(node.name.value);
    if (fragment === undefined) return 0;
    if (sized !== undefined) return this.#fragment(fragment, type, at, sized);
    const key = `${node.name.value} ${type.name}`;
    const price = at.known.get(key) ?? this.#fragment(fragment, type, at, undefined);
    at.known.set(key, price);
    return price;
  }

  #fragment({ typeCondition, selectionSet }: Fragment, type: GraphQLObjectType, at: Priced, sized: Sized): Price {
    const named = typeCondition === undefined ? type : this.#schema.getType(typeCondition.name.value);
    const isMeant = named === type || (isAbstractType(named) && this.#schema.isSubType(named, type));
    return isMeant ? this.#selections(selectionSet, type, at, sized) : 0;
  }

  #field(node: FieldNode, parent: GraphQLObjectType, at: Priced, length: Price | undefined): Price {
    const name = node.name.value;
    if (name.startsWith('__')) return name === '__typename' ? 0 : SCHEMA;
    const field = parent.getFields()[name];
    if (field === undefined) return 0;
    const coordinate = `${parent.name}.${name}`;
    const type = getNamedType(field.type);
    const listSize = this.#weights.listSizes.get(coordinate);
    const size = listSize === undefined ? undefined : lengthOf(listSize, field, node, coordinate);
    const sized = listSize === undefined || size === undefined ? undefined : new Map(listSize.sizedFields.map((each) => [each, size]));
    const own = this.#weights.costs.get(coordinate) ?? this.#weights.costs.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
    const command = parent === this.#schema.getMutationType() ? COMMAND : 0;
    const below = node.selectionSet === undefined ? 0 : this.#below(node.selectionSet, type, at, sized);
    const count = isListType(getNullableType(field.type)) ? (length ?? size ?? UNSAID) : 1;
    return sum([command, times(count, sum([own, below])), this.#arguments(node, field, coordinate)]);
  }

  #arguments(node: FieldNode, field: GraphQLField<unknown, unknown>, coordinate: string): Price {
    return sum(
      (node.arguments ?? []).map(({ name, value }) => {
        const argument = field.args.find((each) => each.name === name.value);
        return argument === undefined ? 0 : inputPrice(this.#weights, argument.type, `${coordinate}(${name.value}:)`, value);
      }),
    );
  }
}

/** The lengths of lists below a field that `sizedFields` names. */
type Sized = ReadonlyMap<string, Price> | undefined;

type Fragment = Pick<FragmentDefinitionNode, 'selectionSet'> & {
  readonly typeCondition?: FragmentDefinitionNode['typeCondition'] | undefined;
};

function conditional(node: SelectionNode, price: Price): Price {
  if (price === 0 || node.directives === undefined || node.directives.length === 0) return price;
  return (variables) => (isIncluded(node, variables) ? priced(price, variables) : 0);
}
