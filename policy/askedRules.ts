import { Refusal } from '@chancery/domain';
import { policies } from './clauses.ts';
import { aboutCaller, and, isSignedIn, or, type Rule } from './language.ts';
import type { Alternatives, Ask, Asks } from './securityDirectives.ts';
import type { AskedRules } from './underRegulation.ts';

/**
 * What subgraphs ask by security directives, as rules of the regulation.
 * Throws `UncompiledRules` with everything that cannot be made a rule: none is ever left out.
 */
export function askedRules(asks: Asks): AskedRules {
  const faults = [...asks].flatMap(([place, asked]) =>
    asked.flatMap((ask) => faultsOf(ask).map((fault) => `@${ask.directive} on ${place} ${fault}`)),
  );
  if (faults.length > 0) throw new UncompiledRules(faults);
  const scope = scopeRules();
  return new Map(
    [...asks].flatMap(([place, asked]) => {
      const rules = asked.flatMap((ask) => ruleFor(ask, scope) ?? []);
      const [first, ...others] = rules;
      return first === undefined ? [] : [[place, and(first, ...others)] as const];
    }),
  );
}

/** Security directives that name what no rule stands for. `faults` says which, one sentence each. */
export class UncompiledRules extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(['Security directives cannot be compiled into rules:', ...faults.map((fault) => `  - ${fault}`)].join('\n'));
    this.name = 'UncompiledRules';
    this.faults = faults;
  }
}

/** Why what a directive asks cannot be made a rule: the end of a sentence about it, for each reason. */
export function faultsOf({ directive, alternatives }: Ask): readonly string[] {
  if (directive === 'authenticated') return [];
  if (alternatives.length === 0 || alternatives.some((all) => all.length === 0)) return ['has an empty list, which asks for nothing.'];
  const unknown = directive === 'policy' ? [...new Set(alternatives.flat())].filter((name) => !policies.has(name)) : [];
  return unknown.map((name) => `names the policy "${name}", which policy/ does not have; it has ${[...policies.keys()].join(', ')}.`);
}

function ruleFor({ directive, alternatives }: Ask, scope: (name: string) => Rule): Rule | undefined {
  switch (directive) {
    case 'authenticated':
      return isSignedIn;
    case 'requiresScopes':
      return anyOf(alternatives, scope);
    case 'policy':
      return anyOf(alternatives, (name) => policies.get(name));
  }
}

/** Outer list OR, inner list AND. */
function anyOf(alternatives: Alternatives, named: (name: string) => Rule | undefined): Rule | undefined {
  const [first, ...others] = alternatives.flatMap((all) => {
    const [one, ...more] = all.flatMap((name) => named(name) ?? []);
    return one === undefined ? [] : [and(one, ...more)];
  });
  return first && or(first, ...others);
}

/** One rule for each scope: §2.1 the token that came must reach that far. */
function scopeRules(): (name: string) => Rule {
  const known = new Map<string, Rule>();
  return (name) => {
    const rule =
      known.get(name) ??
      aboutCaller('2.1', ({ scopes }) => (scopes.includes(name) ? null : new Refusal('SCOPE_REQUIRED', `It is ${name}.`)));
    known.set(name, rule);
    return rule;
  };
}
