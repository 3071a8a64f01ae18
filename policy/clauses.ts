import { mayReadCard, mayReadConsignment, mayReadContent } from '@chancery/domain';
import { appointing, auditing, type DutyClause, dutiesFor, explaining, reading, refusalFor, reviewing, takingPart } from './duties.ts';
import { aboutCaller, aboutConsignment, aboutDocument, and, isSignedIn, type Rule } from './language.ts';

// One clause is one rule, however many commands stand under it: graphql-shield asks for that, and so does who reads it.
const rules = new Map<DutyClause, Rule>();

/** §2.2 Every official of a member institution may know who takes part, and read what a field that is allowed to him gives. */
export const isOfficial = ruleUnder(takingPart);

/** §2.3.5 Clerks, signatories, registrars, executors, analysts, archivists and auditors read. */
export const reads = ruleUnder(reading);

/** §2.3.6 Auditors read the audit trail. */
export const audits = ruleUnder(auditing);

/** §2.6.1 Security officers see what waits for their decision. */
export const appoints = ruleUnder(appointing);

/** §3.8 Security officers and auditors have an access explained; of whose documents, the perimeter decides. */
export const explains = ruleUnder(explaining);

/** §13.4 Security officers and auditors see what was opened in an emergency; of whose documents, the directory decides. */
export const reviews = ruleUnder(reviewing);

/** §3.1 Who may know of a document reads its card. */
export const readsCard = and(reads, aboutDocument('3.1', mayReadCard));

/** §3.1 Who may read all of a document reads its content. */
export const readsContent = and(reads, aboutDocument('3.1', mayReadContent));

/** §3.2 Sender and recipient read a consignment. */
export const readsConsignment = and(reads, aboutConsignment('3.2', mayReadConsignment));

/** §2.3.1-2.3.4, §2.5, §2.6, §13, §16.2 Each command asks for the duty that gives the right to it. */
export const commands: { readonly [command: string]: Rule } = Object.fromEntries(
  Object.entries(dutiesFor).map(([command, clause]) => [command, ruleUnder(clause)]),
);

/** What `@policy` in a subgraph's SDL may name: `§2.3.6`. */
export const policies: ReadonlyMap<string, Rule> = new Map([isSignedIn, ...rules.values()].map((rule) => [`§${rule.clause}`, rule]));

function ruleUnder(clause: DutyClause): Rule {
  const found = rules.get(clause) ?? aboutCaller(clause.clause, (standing) => refusalFor(clause, standing));
  rules.set(clause, found);
  return found;
}
