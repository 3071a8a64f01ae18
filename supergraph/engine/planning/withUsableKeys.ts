import {
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  visit,
} from 'graphql';
import { isFalse, textOf } from './plansAsk.ts';

/**
 * The supergraph without the keys by which nobody can be asked (`resolvable: false`). Apollo's planner may still choose such a key for the
 * way back to a subgraph after `@requires`; for planning it is of no other use.
 */
export function withUsableKeys(supergraph: DocumentNode): DocumentNode {
  return visit(supergraph, { ObjectTypeDefinition: withoutUnusable, InterfaceTypeDefinition: withoutUnusable });
}

function withoutUnusable<Node extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(node: Node): Node | undefined {
  const directives = node.directives ?? [];
  if (!directives.some(isUnusable)) return undefined;
  const members = new Set(directives.filter((each) => isMembership(each) && !isUnusable(each)).map(graphOf));
  const kept = directives.flatMap((each) => {
    if (!isUnusable(each)) return [each];
    if (members.has(graphOf(each))) return [];
    members.add(graphOf(each));
    return [withoutKey(each)];
  });
  return { ...node, directives: kept };
}

const isMembership = ({ name }: ConstDirectiveNode): boolean => name.value === 'join__type';
const graphOf = (directive: ConstDirectiveNode): string | null => textOf(directive, 'graph');
const isUnusable = (directive: ConstDirectiveNode): boolean =>
  isMembership(directive) &&
  isFalse(directive, 'resolvable') &&
  !directive.arguments?.some(({ name }) => name.value === 'isInterfaceObject');

/** That the subgraph has the type stays. */
const withoutKey = (directive: ConstDirectiveNode): ConstDirectiveNode => ({
  ...directive,
  arguments: (directive.arguments ?? []).filter(({ name }) => name.value !== 'key' && name.value !== 'resolvable'),
});
