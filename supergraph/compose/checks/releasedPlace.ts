import { type DirectiveNode, Kind, parse } from 'graphql';
import { type CheckedGraph, type Fault, placeOf } from './fault.ts';

/** Where a type, or a field of it, stands, or stood before it was removed: in a member that answered it in the released graph. */
export function placeBefore(
  { members, released }: Pick<CheckedGraph, 'members' | 'released'>,
  type: string,
  field?: string,
): Pick<Fault, 'file' | 'line'> {
  const owners = ownersIn(released, type, field);
  const theirs = members.filter(({ name }) => owners.includes(name.toUpperCase()));
  return placeOf(theirs.length > 0 ? theirs : members, type, field);
}

/** The members that answer it, as a supergraph calls them. */
function ownersIn(supergraphSdl: string, type: string, field: string | undefined): readonly string[] {
  const named = parse(supergraphSdl).definitions.flatMap((node) => {
    if (!('directives' in node) || !('name' in node) || node.name?.value !== type) return [];
    const fields = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? (node.fields ?? []) : [];
    const own = graphsOf(fields.find(({ name }) => name.value === field)?.directives, 'join__field');
    return own.length > 0 ? own : graphsOf(node.directives, 'join__type');
  });
  return named;
}

const graphsOf = (directives: readonly DirectiveNode[] = [], called: string): readonly string[] =>
  directives
    .filter(({ name }) => name.value === called)
    .flatMap(({ arguments: said = [] }) =>
      said.flatMap(({ name, value }) => (name.value === 'graph' && value.kind === Kind.ENUM ? [value.value] : [])),
    );
