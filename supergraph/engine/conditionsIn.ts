import { type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

/** The variables that decide by `@skip` and `@include` what is asked for: with other values it may be something else. */
export function conditionsIn(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const note = ({ name, arguments: given = [] }: DirectiveNode): void => {
    if (name.value !== 'skip' && name.value !== 'include') return;
    for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
  };
  visit(document, { Directive: note });
  return [...names].sort();
}
