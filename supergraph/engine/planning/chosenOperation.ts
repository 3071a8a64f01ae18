import {
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
  getOperationAST,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fieldsOf } from '../answer/selections.ts';
import { fragmentsOf } from '../fragmentsOf.ts';
import { isIncluded } from '../isIncluded.ts';
import type { Variables } from '../steps/step.ts';

/**
 * An operation as it is planned: with what these variables leave in of it, without conditions; without questions about the graph itself;
 * each command once, in the order in which GraphQL runs them.
 * Apollo's planner would run a command twice that stands there twice under different conditions, and those in fragments after all others; it
 * asks for what a field requires under the field's condition, and then for all of it at once; and it fails over `__schema` in a fragment.
 */
export function chosenOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  choice: Variables,
): DocumentNode {
  const choose = <Node extends FieldNode | FragmentSpreadNode | InlineFragmentNode>(node: Node): Node | null | undefined => {
    if (!isIncluded(node, choice) || (node.kind === Kind.FIELD && isAboutGraph(node))) return null;
    const directives = node.directives?.filter(({ name }) => name.value !== 'skip' && name.value !== 'include');
    return directives?.length === node.directives?.length ? undefined : { ...node, directives };
  };
  const chosen: DocumentNode = visit(document, {
    Field: choose,
    FragmentSpread: choose,
    InlineFragment: choose,
    SelectionSet: { leave: (node) => (node.selections.length === 0 ? typeNameAlone : undefined) },
  });
  const operation = getOperationAST(chosen, operationName);
  if (operation?.operation !== 'mutation') return chosen;
  const definitions = chosen.definitions.map((node) => (node === operation ? inOrder(schema, chosen, operation) : node));
  return { ...chosen, definitions };
}

const isAboutGraph = ({ name }: FieldNode): boolean => name.value === '__schema' || name.value === '__type';

/** Something has to be asked of an object of which nothing is: whether it is there. */
const typeNameAlone: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

/** Commands side by side at the root, out of their fragments; those of one name are one, where it stands first. */
function inOrder(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): OperationDefinitionNode {
  const root = schema.getMutationType();
  if (root == null) throw new TypeError('A valid mutation has its type.');
  const fragments = fragmentsOf(document);
  const commands = fieldsOf(root, [operation.selectionSet], { schema, fragments, choice: {} });
  const selections = [...commands.values()].flatMap(([first, ...others]): readonly FieldNode[] => {
    if (first?.selectionSet === undefined) return first === undefined ? [] : [first];
    const below = [first, ...others].flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
    return [{ ...first, selectionSet: { ...first.selectionSet, selections: below } }];
  });
  return { ...operation, selectionSet: { ...operation.selectionSet, selections } };
}
