import {
  type Alternatives,
  type Ask,
  type Asks,
  alternativesOf,
  faultsOf,
  placesIn,
  type SecurityDirective,
  securityDirectives,
} from '@chancery/policy';
import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  visit,
} from 'graphql';

/** A subgraph whose SDL is parsed. */
interface ParsedMember {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/**
 * What subgraphs ask by security directives and cannot have, one sentence each: a rule is never dropped (DESIGN §3.8). `asks` is what
 * composition made of it all; what it asks in a place must imply what each subgraph asks there.
 */
export function findUncompiledRules(members: readonly ParsedMember[], asks: Asks, graph: GraphQLSchema): readonly string[] {
  return members.flatMap(asksIn).flatMap(({ place, where, ask }) => {
    if (!isPublic(graph, place)) return [`${where} protects nothing: it is not in the public graph.`];
    const isKept = (asks.get(place) ?? []).some((kept) => kept.directive === ask.directive && implies(kept.alternatives, ask.alternatives));
    const faults = isKept
      ? faultsOf(ask)
      : ['is lost in the composition: import it from https://specs.apollo.dev/federation, and write it where the field is resolved.'];
    return faults.map((fault) => `${where} ${fault}`);
  });
}

/** Fields with a security directive that may not be null: one refusal would take what stands around it as well (DESIGN §3.4). */
export function findNonNullProtected(schema: GraphQLSchema, asks: Asks): readonly string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields())
          .filter(
            (field) => isNonNullType(field.type) && (asks.has(`${type.name}.${field.name}`) || asks.has(getNamedType(field.type).name)),
          )
          .map(
            (field) => `${type.name}.${field.name} is protected by a security directive and must be nullable, not ${String(field.type)}.`,
          )
      : [],
  );
}

/** Whoever meets one of `stronger` meets one of `weaker`. */
export const implies = (stronger: Alternatives, weaker: Alternatives): boolean =>
  weaker.length === 0 || stronger.every((all) => weaker.some((some) => some.every((each) => all.includes(each))));

function isPublic(graph: GraphQLSchema, place: string): boolean {
  const [name = '', field] = place.split('.');
  const type = graph.getType(name);
  if (type === undefined || field === undefined) return type !== undefined;
  return 'getFields' in type && Object.hasOwn(type.getFields(), field);
}

const lineOf = ({ loc }: DirectiveNode): string => (loc === undefined ? '' : `:${loc.startToken.line}`);

interface PlacedAsk {
  readonly place: string;
  /** The subgraph, the line, the directive and its place. */
  readonly where: string;
  readonly ask: Ask;
}

/** What a subgraph asks by itself. */
function asksIn({ name, typeDefs }: ParsedMember): readonly PlacedAsk[] {
  const known = importedNames(typeDefs);
  return placesIn(typeDefs).flatMap(([place, directives]) =>
    directives.flatMap((node) => {
      const directive = known.get(node.name.value);
      const where = `${name}${lineOf(node)}: @${node.name.value} on ${place}`;
      return directive === undefined ? [] : [{ place, where, ask: { directive, alternatives: alternativesOf(node) } }];
    }),
  );
}

/** Which names mean a security directive in a subgraph: the bare name, one in a namespace, and what it is imported as. */
function importedNames(typeDefs: DocumentNode): ReadonlyMap<string, SecurityDirective> {
  const names = new Map<string, SecurityDirective>();
  const note = (name: string): void => {
    const meant = securityDirectives.find((directive) => directive === name.replace(/^.*__/, ''));
    if (meant !== undefined && !names.has(name)) names.set(name, meant);
  };
  visit(typeDefs, {
    Directive: ({ name }) => note(name.value),
    ObjectValue: ({ fields }) => {
      const value = (name: string): string => {
        const field = fields.find((each) => each.name.value === name);
        return field?.value.kind === Kind.STRING ? field.value.value.replace(/^@/, '') : '';
      };
      const meant = securityDirectives.find((directive) => directive === value('name'));
      if (meant !== undefined) names.set(value('as'), meant);
    },
  });
  return names;
}
