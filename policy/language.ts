import { type AccessMark, type Caller, type DocumentFacts, type InstitutionCode, Refusal, type RefusalCode } from '@chancery/domain';
import * as shield from './shield.ts';
import { type PolicyContext, type Standing, standingOf } from './standing.ts';

// The words in which the regulation is written. A clause about the caller is decided anywhere. A clause about a document is decided where
// the document is kept; at the gateway it is undecided. `and`, `or` and `not` are those of Kleene's three-valued logic, so that the
// gateway refuses only what the owner would refuse as well, whatever the document.

/** What is known where a document or a consignment is kept. */
export interface Facts {
  readonly document?: DocumentFacts;
  readonly consignment?: ConsignmentFacts;
}

/** What decides who may know of a consignment (§3.2). */
export interface ConsignmentFacts {
  readonly from: InstitutionCode;
  readonly to: InstitutionCode;
  readonly access: AccessMark;
}

/** What a rule comes to: it holds, it refuses, or that depends on what is not known here. */
export type Finding = 'HOLDS' | 'UNDECIDED' | Refusal;

/** A clause, or several that were put together. */
export interface Rule {
  /** The clause by which it is named, the first of several. */
  readonly clause: string;
  /** Every clause in it. */
  readonly clauses: readonly string[];
  /** For the gateway: lets pass whoever may be allowed. One that breaks lets nobody pass. */
  readonly mayHold: shield.ShieldRule;
  /** For the gateway: true of whom it surely allows. `not` turns it around; so one that breaks counts as true. */
  readonly mustHold: shield.ShieldRule;
  /** With everything that is known. */
  find(context: PolicyContext, facts: Facts): Finding;
}

// graphql-shield remembers an answer for a request by the rule's name alone: two rules under one clause need two names.
const named = new Map<string, number>();

/** A clause about the caller alone: decided once for a request, whatever the field. §2.1 comes before each of them. */
export function aboutCaller(clause: string, refusal: (standing: Standing) => Refusal | null): Rule {
  const find = (context: PolicyContext): Finding => {
    const standing = standingOf(context);
    return standing === null ? new Refusal('UNAUTHENTICATED') : (refusal(standing) ?? 'HOLDS');
  };
  return { clause, clauses: [clause], ...inBothSenses(clause, find), find };
}

/** A clause about a document: undecided until the document is at hand. */
export const aboutDocument = (clause: string, holds: (caller: Caller, document: DocumentFacts) => boolean): Rule =>
  aboutWhatIsKept(clause, 'DOCUMENT_NOT_FOUND', (caller, { document }) => document && holds(caller, document));

/** A clause about a consignment: undecided until the consignment is at hand. */
export const aboutConsignment = (clause: string, holds: (caller: Caller, consignment: ConsignmentFacts) => boolean): Rule =>
  aboutWhatIsKept(clause, 'CONSIGNMENT_NOT_FOUND', (caller, { consignment }) => consignment && holds(caller, consignment));

/** All of the rules hold; the first that does not says why. */
export const and = (first: Rule, ...others: readonly Rule[]): Rule => ({
  ...together(first, others),
  mayHold: shield.and(...[first, ...others].map(({ mayHold }) => mayHold)),
  mustHold: shield.and(...[first, ...others].map(({ mustHold }) => mustHold)),
  find(context, facts) {
    const found = [first, ...others].map((rule) => rule.find(context, facts));
    return found.find(isRefusal) ?? (found.includes('UNDECIDED') ? 'UNDECIDED' : 'HOLDS');
  },
});

/** One of the rules holds; where none does, the first says why. */
export const or = (first: Rule, ...others: readonly Rule[]): Rule => ({
  ...together(first, others),
  mayHold: shield.or(...[first, ...others].map(({ mayHold }) => mayHold)),
  mustHold: shield.or(...[first, ...others].map(({ mustHold }) => mustHold)),
  find(context, facts) {
    const found = [first, ...others].map((rule) => rule.find(context, facts));
    if (found.includes('HOLDS')) return 'HOLDS';
    return found.includes('UNDECIDED') ? 'UNDECIDED' : (found.find(isRefusal) ?? 'HOLDS');
  },
});

/** The rule does not hold, of somebody who has signed in: nobody gains by not being known. */
export function not(rule: Rule): Rule {
  const refusal = new Refusal('DUTY_REQUIRED', 'This clause stands against you.', rule.clause);
  return {
    clause: rule.clause,
    clauses: rule.clauses,
    mayHold: shield.and(isSignedIn.mayHold, shield.not(rule.mustHold, refusal)),
    mustHold: shield.and(isSignedIn.mustHold, shield.not(rule.mayHold, refusal)),
    find(context, facts) {
      if (context.caller === null) return isSignedIn.find(context, facts);
      const found = rule.find(context, facts);
      if (found === 'UNDECIDED') return found;
      return found === 'HOLDS' ? refusal : 'HOLDS';
    },
  };
}

/** §2.1 Whoever asks signs in. */
export const isSignedIn = aboutCaller('2.1', () => null);

/** Decides in full, where everything is at hand: what stays undecided is refused. */
export function refusalOf(rule: Rule, context: PolicyContext, facts: Facts): Refusal | null {
  const found = rule.find(context, facts);
  if (found === 'HOLDS') return null;
  return found === 'UNDECIDED' ? new Refusal('DUTY_REQUIRED', 'The facts to decide by are missing.', rule.clause) : found;
}

function aboutWhatIsKept(clause: string, code: RefusalCode, holds: (caller: Caller, facts: Facts) => boolean | undefined): Rule {
  const find = ({ caller }: PolicyContext, facts: Facts): Finding => {
    if (caller === null) return new Refusal('UNAUTHENTICATED');
    switch (holds(caller, facts)) {
      case undefined:
        return 'UNDECIDED';
      case true:
        return 'HOLDS';
      case false:
        return new Refusal(code, undefined, clause);
    }
  };
  return { clause, clauses: [clause], ...inBothSenses(clause, (context) => find(context, {}), 'no_cache'), find };
}

function nameUnder(clause: string): string {
  const before = named.get(clause) ?? 0;
  named.set(clause, before + 1);
  return before === 0 ? `§${clause}` : `§${clause} (${before + 1})`;
}

/** What a clause comes to at the gateway, for where it allows and for where it forbids. What breaks lets nobody pass in either. */
function inBothSenses(
  clause: string,
  find: (context: PolicyContext) => Finding,
  cache: 'contextual' | 'no_cache' = 'contextual',
): Pick<Rule, 'mayHold' | 'mustHold'> {
  const name = nameUnder(clause);
  return {
    mayHold: shield.rule(name, { cache })((_parent, _args, context: PolicyContext) => {
      const found = find(context);
      return isRefusal(found) ? found : true;
    }),
    mustHold: shield.rule(`${name} surely`, { cache })((_parent, _args, context: PolicyContext) => {
      try {
        return find(context) === 'HOLDS';
      } catch {
        return true;
      }
    }),
  };
}

const together = (first: Rule, others: readonly Rule[]): Pick<Rule, 'clause' | 'clauses'> => ({
  clause: first.clause,
  clauses: [...new Set([first, ...others].flatMap(({ clauses }) => clauses))],
});

const isRefusal = (finding: Finding): finding is Refusal => finding instanceof Refusal;
