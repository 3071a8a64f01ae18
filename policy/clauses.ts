import { type Caller, Refusal } from '@chancery/domain';
import { auditing, type DutyClause, dutiesFor, explaining, reading, refusalUnder } from './duties.ts';
import { type Rule, rule } from './shield.ts';

/** What a rule is asked about. graphql-shield keeps its memory of one request in it, so each request has its own. */
export interface PolicyContext {
  /** The official who asks; nobody when no token came. */
  readonly caller: Caller | null;
}

/** §2.2 Every official of a member institution may know who takes part, and read what a field that is allowed to him gives. */
export const isOfficial = aboutCaller('2.2', () => null);

/** §2.3.5 Clerks, signatories, registrars, executors, analysts, archivists and auditors read. */
export const reads = holdsDutyUnder(reading);

/** §2.3.6 Auditors read the audit trail. */
export const audits = holdsDutyUnder(auditing);

/** §3.8 Security officers and auditors have an access explained; of whose documents, the perimeter decides. */
export const explains = holdsDutyUnder(explaining);

// One clause is one rule, however many commands stand under it: graphql-shield asks for that, and so does who reads it.
const ruleUnder = new Map([...new Set(Object.values(dutiesFor))].map((clause) => [clause, holdsDutyUnder(clause)]));

/** §2.3.1-2.3.4 Each command asks for the duty that gives the right to it. */
export const commands: { readonly [command: string]: Rule } = Object.fromEntries(
  Object.entries(dutiesFor).flatMap(([command, clause]) => {
    const found = ruleUnder.get(clause);
    return found === undefined ? [] : [[command, found]];
  }),
);

function holdsDutyUnder(clause: DutyClause): Rule {
  return aboutCaller(clause.clause, (caller) => refusalUnder(clause, caller));
}

/** A clause about the caller alone: decided once for a request, whatever the field. §2.1 comes before each of them. */
function aboutCaller(clause: string, refusal: (caller: Caller) => Refusal | null): Rule {
  return rule(`§${clause}`, { cache: 'contextual' })((_parent, _args, { caller }: PolicyContext) =>
    caller === null ? new Refusal('UNAUTHENTICATED') : (refusal(caller) ?? true),
  );
}
