import { type Caller, Refusal } from '@chancery/domain';
import { appointing, auditing, type DutyClause, dutiesFor, reading, refusalUnder } from './duties.ts';
import { type Rule, rule } from './shield.ts';

/** What a rule is asked about. graphql-shield keeps its memory of one request in it, so each request has its own. */
export interface PolicyContext {
  /** The official who asks; nobody when no token came. */
  readonly caller: Caller | null;
}

// One clause is one rule, however many commands stand under it: graphql-shield asks for that, and so does who reads it.
const rules = new Map<DutyClause, Rule>();

/** §2.2 Every official of a member institution may know who takes part, and read what a field that is allowed to him gives. */
export const isOfficial = aboutCaller('2.2', () => null);

/** §2.3.5 Clerks, signatories, registrars, executors, analysts, archivists and auditors read. */
export const reads = ruleUnder(reading);

/** §2.3.6 Auditors read the audit trail. */
export const audits = ruleUnder(auditing);

/** §2.6.1 Security officers see what waits for their decision. */
export const appoints = ruleUnder(appointing);

/** §2.3.1-2.3.4, §2.5, §2.6 Each command asks for the duty that gives the right to it. */
export const commands: { readonly [command: string]: Rule } = Object.fromEntries(
  Object.entries(dutiesFor).map(([command, clause]) => [command, ruleUnder(clause)]),
);

function ruleUnder(clause: DutyClause): Rule {
  const found = rules.get(clause) ?? aboutCaller(clause.clause, (caller) => refusalUnder(clause, caller));
  rules.set(clause, found);
  return found;
}

/** A clause about the caller alone: decided once for a request, whatever the field. §2.1 comes before each of them. */
function aboutCaller(clause: string, refusal: (caller: Caller) => Refusal | null): Rule {
  return rule(`§${clause}`, { cache: 'contextual' })((_parent, _args, { caller }: PolicyContext) =>
    caller === null ? new Refusal('UNAUTHENTICATED') : (refusal(caller) ?? true),
  );
}
