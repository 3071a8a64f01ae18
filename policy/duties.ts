import { type Caller, type Duty, Refusal } from '@chancery/domain';

/** A clause that gives a right to those who hold one of some duties (§2.3). */
export interface DutyClause {
  readonly clause: string;
  readonly duties: readonly Duty[];
}

/** §2.3.1 A clerk drafts and revises documents. */
const clerkDrafts: DutyClause = { clause: '2.3.1', duties: ['CLERK'] };
/** §2.3.2 A signatory signs documents and issues resolutions. */
const signatoryDecides: DutyClause = { clause: '2.3.2', duties: ['SIGNATORY'] };
/** §2.3.3 A registrar registers, withdraws, dispatches and files documents, and registers, refuses, calls back and files consignments. */
const registrarKeepsTheBooks: DutyClause = { clause: '2.3.3', duties: ['REGISTRAR'] };
/** §2.3.4 An executor reports what was carried out. */
const executorReports: DutyClause = { clause: '2.3.4', duties: ['EXECUTOR'] };
/** §2.3.5 All of these, analysts, archivists and auditors read what §3 lets them know of. */
export const reading: DutyClause = {
  clause: '2.3.5',
  duties: ['CLERK', 'SIGNATORY', 'REGISTRAR', 'EXECUTOR', 'ANALYST', 'ARCHIVIST', 'AUDITOR'],
};
/** §2.3.6 Auditors read the audit trail. */
export const auditing: DutyClause = { clause: '2.3.6', duties: ['AUDITOR'] };
/** §3.8 Security officers and auditors have an access explained. */
export const explaining: DutyClause = { clause: '3.8', duties: ['SECURITY_OFFICER', 'AUDITOR'] };

/** Which duties give the right to a command. A name that ends in `*` stands for a command of every kind. */
export const dutiesFor: { readonly [command: string]: DutyClause } = {
  'draft*': clerkDrafts,
  'revise*': clerkDrafts,
  signDocument: signatoryDecides,
  registerDocument: registrarKeepsTheBooks,
  withdrawDocument: registrarKeepsTheBooks,
  fileDocument: registrarKeepsTheBooks,
  dispatchDocument: registrarKeepsTheBooks,
  withdrawConsignment: registrarKeepsTheBooks,
  registerConsignment: registrarKeepsTheBooks,
  refuseConsignment: registrarKeepsTheBooks,
  issueResolution: signatoryDecides,
  reportExecution: executorReports,
  fileConsignment: registrarKeepsTheBooks,
};

/** §2.3 Lets a command pass when the caller holds a duty for it; throws `DUTY_REQUIRED`, also for a command that no clause names. */
export function requireDutyFor(caller: Caller, command: string): void {
  const refusal = refusalUnder(clauseFor(command), caller);
  if (refusal !== null) throw refusal;
}

/** The clause that gives the right to a command, if any does: `draftCourtRuling` stands under `draft*`. */
export function clauseFor(command: string): DutyClause | undefined {
  if (Object.hasOwn(dutiesFor, command)) return dutiesFor[command];
  const ofEveryKind = /^(draft|revise)[A-Z]/.exec(command)?.[1];
  return ofEveryKind === undefined ? undefined : dutiesFor[`${ofEveryKind}*`];
}

/** The refusal of a caller under a clause, or none; without a clause nobody has the right (§2.4). */
export function refusalUnder(clause: DutyClause | undefined, caller: Caller): Refusal | null {
  if (clause === undefined) return new Refusal('DUTY_REQUIRED', 'No clause gives this right to anyone.', '2.4');
  if (clause.duties.some((duty) => caller.duties.includes(duty))) return null;
  return new Refusal('DUTY_REQUIRED', `It takes the duty of ${clause.duties.map(inWords).join(' or ')}.`, clause.clause);
}

const inWords = (duty: Duty): string => duty.toLowerCase().replace('_', ' ');
