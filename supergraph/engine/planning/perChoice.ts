import type { DocumentNode } from 'graphql';
import { conditionsIn } from '../conditionsIn.ts';
import type { Variables } from '../steps/step.ts';

/** What `@skip` and `@include` choose is known when variables are. So many choices of one operation are kept. */
const MOST_CHOICES = 32;

/** What is made of an operation under each choice of what its variables leave in and out: made when it is first asked for. */
export interface PerChoice<Made> {
  (variables: Variables): Made;
  /** Whether it is made already for the choice that these variables make. */
  has(variables: Variables): boolean;
}

export function perChoice<Made>(document: DocumentNode, make: (choice: Variables) => Made): PerChoice<Made> {
  const conditions = conditionsIn(document);
  const known = new Map<string, { readonly made: Made }>();
  const choiceOf = (variables: Variables): string => conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
  const of = (variables: Variables): Made => {
    const choice = choiceOf(variables);
    const before = known.get(choice);
    if (before !== undefined) return before.made;
    const made = make(variables);
    const [oldest] = known.keys();
    if (known.size >= MOST_CHOICES && oldest !== undefined) known.delete(oldest);
    known.set(choice, { made });
    return made;
  };
  return Object.assign(of, { has: (variables: Variables) => known.has(choiceOf(variables)) });
}
