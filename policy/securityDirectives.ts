import {
  type DirectiveNode,
  type DocumentNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type ObjectValueNode,
  type TypeNode,
  type ValueNode,
  visit,
} from 'graphql';

/** The directives by which a subgraph asks for a rule next to a field. */
export const securityDirectives = ['authenticated', 'requiresScopes', 'policy'] as const;
export type SecurityDirective = (typeof securityDirectives)[number];

/** One of the inner lists must be met, all of it: outer OR, inner AND. */
export type Alternatives = readonly (readonly string[])[];

/** What one directive asks where it stands. */
export interface Ask {
  readonly directive: SecurityDirective;
  /** Scopes, or names of policies; empty for `@authenticated`. */
  readonly alternatives: Alternatives;
}

/** By `Type` and by `Type.field`: what is asked there. All of it must hold. */
export type Asks = ReadonlyMap<string, readonly Ask[]>;

/**
 * What a composed supergraph asks. Composition has put the subgraphs' directives together: where several ask for the same place, all of
 * it must hold (Apollo's composition strategy for them is the conjunction of disjunctive normal forms).
 */
export function asksOf(supergraph: DocumentNode): Asks {
  const names = namesIn(supergraph);
  return new Map(
    placesIn(supergraph).flatMap(([place, directives]) => {
      const found = directives.flatMap((directive) => {
        const known = names.get(directive.name.value);
        return known === undefined ? [] : [{ directive: known, alternatives: alternativesOf(directive) }];
      });
      return found.length === 0 ? [] : [[place, found] as const];
    }),
  );
}

/** The same supergraph as `@apollo/gateway` takes it: without the security directives, their links and the scalars of their arguments. */
export function withoutSecurity(supergraph: DocumentNode): DocumentNode {
  const names = namesIn(supergraph);
  const scalars = new Set(
    supergraph.definitions.flatMap((node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION && names.has(node.name.value)
        ? (node.arguments ?? []).map((argument) => innermost(argument.type))
        : [],
    ),
  );
  return visit(supergraph, {
    Directive: (node) => (names.has(node.name.value) || linkedBy(node) !== undefined ? null : undefined),
    DirectiveDefinition: (node) => (names.has(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) => (scalars.has(node.name.value) ? null : undefined),
  });
}

/** Each type, and each of its fields, with what stands on it. */
export function placesIn({ definitions }: DocumentNode): readonly (readonly [string, readonly DirectiveNode[]])[] {
  return definitions.flatMap((node) => {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) return [];
    const type = node.name.value;
    const fields = 'fields' in node ? (node.fields ?? []) : [];
    return [
      [type, node.directives ?? []] as const,
      ...fields.map((field) => [`${type}.${field.name.value}`, field.directives ?? []] as const),
    ];
  });
}

/** The inner and outer list of a directive's argument. */
export function alternativesOf({ arguments: given = [] }: DirectiveNode): Alternatives {
  const value = given[0]?.value;
  return value === undefined
    ? []
    : listed(value).map((inner) => listed(inner).flatMap((each) => (each.kind === Kind.STRING ? each.value : [])));
}

/** A value where a list is asked for counts as a list of one (GraphQL, input coercion of lists). */
const listed = (value: ValueNode): readonly ValueNode[] => (value.kind === Kind.LIST ? value.values : [value]);

/** Under which names the directives stand in a supergraph: their own, unless the link says otherwise. */
function namesIn({ definitions }: DocumentNode): ReadonlyMap<string, SecurityDirective> {
  const links = definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION ? (node.directives ?? []) : [],
  );
  return new Map(
    links.flatMap((link) => {
      const directive = linkedBy(link);
      return directive === undefined ? [] : [[importedAs(link, directive) ?? textIn(link, 'as') ?? directive, directive] as const];
    }),
  );
}

/** `@link(url: "https://specs.apollo.dev/policy/v0.1", …)` brings in `@policy`. */
function linkedBy(link: DirectiveNode): SecurityDirective | undefined {
  const feature = /^https:\/\/specs\.apollo\.dev\/(\w+)\/v/.exec(textIn(link, 'url') ?? '')?.[1];
  return link.name.value === 'link' ? securityDirectives.find((directive) => directive === feature) : undefined;
}

/** `import: [{ name: "@policy", as: "@rule" }]` brings it in under another name. */
function importedAs(link: DirectiveNode, directive: SecurityDirective): string | undefined {
  const imported = link.arguments?.find(({ name }) => name.value === 'import')?.value;
  const renamed = (imported === undefined ? [] : listed(imported)).flatMap((each) => (each.kind === Kind.OBJECT ? [each] : []));
  const text = (object: ObjectValueNode, member: string): string | undefined => {
    const value = object.fields.find(({ name }) => name.value === member)?.value;
    return value?.kind === Kind.STRING ? value.value.replace(/^@/, '') : undefined;
  };
  const found = renamed.find((each) => text(each, 'name') === directive);
  return found && text(found, 'as');
}

function textIn(directive: DirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

const innermost = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : innermost(type.type));
