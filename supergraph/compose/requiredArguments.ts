import { type DocumentNode, type FieldNode, Kind, type ObjectTypeDefinitionNode, parse, print, type SelectionNode } from 'graphql';
import { textOf } from '../engine/planning/plansAsk.ts';

/** A field with arguments that another field requires. */
interface Required {
  /** The whole way to it, such as `Parcel.box.weight`. */
  readonly field: string;
  readonly args: string;
  /** Whose field requires it. */
  readonly by: string;
}

/**
 * Fields that two `@requires` ask for with different arguments, one sentence each: the planner asks for such a field once, with the arguments
 * of one of them, and the other would be told a value that is not its own.
 */
export function findDifferingRequires(supergraph: DocumentNode): readonly string[] {
  const all = supergraph.definitions.flatMap((node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION ? requiredIn(node) : []));
  return all.flatMap(({ field, args, by }, at) => {
    const other = all.slice(0, at).find((each) => each.field === field && each.args !== args);
    return other === undefined
      ? []
      : [`${by} requires ${field} with other arguments than ${other.by}; one of them would get the other's value.`];
  });
}

const requiredIn = ({ name, fields = [] }: ObjectTypeDefinitionNode): readonly Required[] =>
  fields.flatMap((field) =>
    (field.directives ?? []).flatMap((directive) => {
      const fieldSet = directive.name.value === 'join__field' ? textOf(directive, 'requires') : null;
      if (fieldSet === null) return [];
      const [operation] = parse(`{ ${fieldSet} }`).definitions;
      const selections = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
      return below(selections, name.value).map((each) => ({ ...each, by: `${name.value}.${field.name.value}` }));
    }),
  );

function below(selections: readonly SelectionNode[], way: string): readonly Omit<Required, 'by'>[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    if (node.kind === Kind.INLINE_FRAGMENT) return below(node.selectionSet.selections, way);
    const field = `${way}.${node.name.value}`;
    return [{ field, args: argumentsOf(node) }, ...below(node.selectionSet?.selections ?? [], field)];
  });
}

/** In one order, however they are written. */
const argumentsOf = ({ arguments: given = [] }: FieldNode): string => given.map(print).sort().join(', ');
