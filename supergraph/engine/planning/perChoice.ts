import { type DocumentNode, Kind, visit } from 'graphql';
import type { Variables } from '../steps/step.ts';

/** What `@skip` and `@include` choose is known when variables are. So many choices of one operation are kept. */
const MOST_CHOICES = 32;

/** What is made of an operation under each choice of what its variables leave in and out: made when it is first asked for. */
export function perChoice<Made>(document: DocumentNode, make: (choice: Variables) => Made): (variables: Variables) => Made {
  const conditions = conditionsIn(document);
  const known = new Map<string, { readonly made: Made }>();
  return (variables) => {
    const choice = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const before = known.get(choice);
    if (before !== undefined) return before.made;
    const made = make(variables);
    if (known.size < MOST_CHOICES) known.set(choice, { made });
    return made;
  };
}

/** The variables that stand in `@skip` and `@include`. */
export function conditionsIn(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
