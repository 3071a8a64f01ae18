import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  print,
  type SelectionNode,
  stripIgnoredCharacters,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * A plan that does not ask for what is known: the name of an object's type where the graph has only one type there. Planners ask it of every
 * entity; in a long list that is a seventh of what comes. Where later fetches could not tell by themselves of which type an entity is, the
 * plan stays as it is.
 */
export function withoutKnownTypeNames(plan: PlanNode, graph: GraphQLSchema): PlanNode {
  const fetches = fetchesIn(plan);
  return fetches.every((fetch) => tellsType(fetch, graph)) ? changed(plan, (operation) => withoutNames(operation, graph)) : plan;
}

/** The one type of the entities that a fetch is about, by what it requires; null where there may be several, or where it is not plain. */
export function onlyTypeIn(requires: readonly QueryPlanSelectionNode[]): string | null {
  const [only, ...others] = requires;
  if (only === undefined || others.length > 0 || only.kind !== 'InlineFragment') return null;
  const isPlain = only.selections.every((each) => each.kind === 'Field' && each.selections === undefined);
  return isPlain ? (only.typeCondition ?? null) : null;
}

function tellsType({ requires, inputRewrites, outputRewrites }: FetchNode, graph: GraphQLSchema): boolean {
  if (inputRewrites !== undefined || outputRewrites !== undefined) return false;
  return requires === undefined || isObjectType(graph.getType(onlyTypeIn(requires) ?? ''));
}

function fetchesIn(node: PlanNode): readonly FetchNode[] {
  if (node.kind === 'Fetch') return [node];
  if (node.kind === 'Flatten') return fetchesIn(node.node);
  return node.kind === 'Sequence' || node.kind === 'Parallel' ? node.nodes.flatMap(fetchesIn) : [];
}

function changed(node: PlanNode, change: (operation: string) => string): PlanNode {
  if (node.kind === 'Fetch') return { ...node, operation: change(node.operation) };
  if (node.kind === 'Flatten') return { ...node, node: changed(node.node, change) as typeof node.node };
  if (node.kind === 'Sequence' || node.kind === 'Parallel') return { ...node, nodes: node.nodes.map((each) => changed(each, change)) };
  return node;
}

function withoutNames(operation: string, graph: GraphQLSchema): string {
  const types = new TypeInfo(graph);
  const visitor = visitWithTypeInfo(types, {
    SelectionSet(node, _key, parent) {
      // Entities stand under a field that is not in the graph, each under its type.
      const condition = parent !== undefined && 'typeCondition' in parent ? parent.typeCondition : undefined;
      const type = condition === undefined ? getNamedType(types.getType()) : typeFromAST(graph, condition);
      if (!isObjectType(type)) return undefined;
      const selections = node.selections.filter((each) => !isBareName(each));
      return selections.length === 0 || selections.length === node.selections.length ? undefined : { ...node, selections };
    },
  });
  return stripIgnoredCharacters(print(visit(parse(operation, { noLocation: true }), visitor)));
}

const isBareName = (node: SelectionNode): boolean =>
  node.kind === Kind.FIELD && node.name.value === '__typename' && node.alias === undefined && (node.directives ?? []).length === 0;
