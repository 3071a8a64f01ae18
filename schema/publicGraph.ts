import { type ASTNode, buildASTSchema, type GraphQLSchema, Kind, parse, visit } from 'graphql';

/** The graph that clients see: a supergraph without what is inaccessible, and without federation's own types. */
export function publicGraph(supergraph: string): GraphQLSchema {
  return buildASTSchema(visit(parse(supergraph), { enter: (node) => (isPublic(node) ? undefined : null) }), { assumeValidSDL: true });
}

function isPublic(node: ASTNode): boolean {
  const isInaccessible = 'directives' in node && node.directives?.some(({ name }) => name.value === 'inaccessible');
  const isFederations =
    'name' in node && node.kind.endsWith('Definition') && /^(join|link|policy|requiresScopes)__/.test(node.name?.value ?? '');
  return !isInaccessible && !isFederations && node.kind !== Kind.DIRECTIVE_DEFINITION;
}
