import { mayReadCard, mayReadConsignment, mayReadContent } from '@chancery/domain';
import { auditing, type DutyClause, dutiesFor, reading, refusalUnder } from './duties.ts';
import { aboutCaller, aboutConsignment, aboutDocument, and, isSignedIn, type Rule } from './language.ts';

/** §2.2 Every official of a member institution may know who takes part, and read what a field that is allowed to him gives. */
export const isOfficial = aboutCaller('2.2', () => null);

/** §2.3.5 Clerks, signatories, registrars, executors, analysts, archivists and auditors read. */
export const reads = holdsDutyUnder(reading);

/** §2.3.6 Auditors read the audit trail. */
export const audits = holdsDutyUnder(auditing);

/** §3.1 Who may know of a document reads its card. */
export const readsCard = and(reads, aboutDocument('3.1', mayReadCard));

/** §3.1 Who may read all of a document reads its content. */
export const readsContent = and(reads, aboutDocument('3.1', mayReadContent));

/** §3.2 Sender and recipient read a consignment. */
export const readsConsignment = and(reads, aboutConsignment('3.2', mayReadConsignment));

// One clause is one rule, however many commands stand under it: graphql-shield asks for that, and so does who reads it.
const ruleUnder = new Map([...new Set(Object.values(dutiesFor))].map((clause) => [clause, holdsDutyUnder(clause)]));

/** §2.3.1-2.3.4 Each command asks for the duty that gives the right to it. */
export const commands: { readonly [command: string]: Rule } = Object.fromEntries(
  Object.entries(dutiesFor).flatMap(([command, clause]) => {
    const found = ruleUnder.get(clause);
    return found === undefined ? [] : [[command, found]];
  }),
);

/** What `@policy` in a subgraph's SDL may name: `§2.3.6`. */
export const policies: ReadonlyMap<string, Rule> = new Map(
  [isSignedIn, isOfficial, reads, audits, ...ruleUnder.values()].map((rule) => [`§${rule.clause}`, rule]),
);

function holdsDutyUnder(clause: DutyClause): Rule {
  return aboutCaller(clause.clause, (standing) => refusalUnder(clause, standing));
}
