import { type Caller, type Duty, duties, EXCHANGE, needsFourEyes, Refusal } from '@chancery/domain';
import { type Standing, standingIn } from './standing.ts';

/** A clause that gives a right to those who hold one of some duties (§2.3). */
export interface DutyClause {
  readonly clause: string;
  /** Null where it takes none: every official has the right. */
  readonly duties: readonly Duty[] | null;
  /** For whom the holder must act; for anybody where it is not said. */
  readonly in?: Standing['institution'];
}

/** §2.2 Every official may know who takes part in the exchange. */
export const takingPart: DutyClause = { clause: '2.2', duties: null };
/** §2.3.1 A clerk drafts, revises and submits documents, attaches files to drafts and takes them off. */
const clerkDrafts: DutyClause = { clause: '2.3.1', duties: ['CLERK'] };
/** §2.3.2 A signatory approves, returns and signs documents, and issues resolutions. */
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

/** §2.5.1 Whoever holds a duty delegates it, but those that it takes two security officers to give (§2.6.2). */
const holderDelegates: DutyClause = { clause: '2.5.1', duties: duties.filter((duty) => !needsFourEyes(duty)) };
/** §2.5.3 Who gave a delegation ends it, and so does a security officer of the institution. */
const delegationEnds: DutyClause = { clause: '2.5.3', duties };
/** §2.6.1 A security officer admits officials, grants and ends duties, and decides with another where it takes two (§2.6.2). */
export const appointing: DutyClause = { clause: '2.6.1', duties: ['SECURITY_OFFICER'] };
/** §16.2.1 An operator of the exchange proposes a version of the regulation. */
const operatorProposes: DutyClause = { clause: '16.2.1', duties: ['OPERATOR'], in: 'EXCHANGE' };
/** §16.2.2 An operator or a security officer of the exchange confirms or declines it. */
const exchangeDecides: DutyClause = { clause: '16.2.2', duties: ['OPERATOR', 'SECURITY_OFFICER'], in: 'EXCHANGE' };

/** §13.1 A security officer of the exchange asks for sight in an emergency, and another confirms or declines. */
const opensSight: DutyClause = { clause: '13.1', duties: ['SECURITY_OFFICER'], in: 'EXCHANGE' };
/** §13.3 A security officer of the exchange or of the document's institution ends it. */
const endsSight: DutyClause = { clause: '13.3', duties: ['SECURITY_OFFICER'] };
/** §13.4 Security officers and auditors see what was opened, and review it. */
export const reviewing: DutyClause = { clause: '13.4', duties: ['SECURITY_OFFICER', 'AUDITOR'] };

/** Which duties give the right to a command. A name that ends in `*` stands for a command of every kind. */
export const dutiesFor: { readonly [command: string]: DutyClause } = {
  'draft*': clerkDrafts,
  'revise*': clerkDrafts,
  attachFile: clerkDrafts,
  detachFile: clerkDrafts,
  submitDocument: clerkDrafts,
  approveDocument: signatoryDecides,
  returnDocument: signatoryDecides,
  signDocument: signatoryDecides,
  registerDocument: registrarKeepsTheBooks,
  withdrawDocument: registrarKeepsTheBooks,
  fileDocument: registrarKeepsTheBooks,
  dispatchDocument: registrarKeepsTheBooks,
  withdrawConsignment: registrarKeepsTheBooks,
  registerConsignment: registrarKeepsTheBooks,
  refuseConsignment: registrarKeepsTheBooks,
  startExport: reading,
  cancelExport: reading,
  startAuditExport: auditing,
  cancelAuditExport: auditing,
  // Which of its lists takes which duty, the directory decides.
  startDirectoryExport: takingPart,
  cancelDirectoryExport: takingPart,
  startPerimeterExport: reading,
  cancelPerimeterExport: reading,
  issueResolution: signatoryDecides,
  reportExecution: executorReports,
  fileConsignment: registrarKeepsTheBooks,
  admitOfficial: appointing,
  dismissOfficial: appointing,
  grantDuty: appointing,
  endDuty: appointing,
  grantClearance: appointing,
  withdrawClearance: appointing,
  confirmAppointment: appointing,
  declineAppointment: appointing,
  delegateDuty: holderDelegates,
  endDelegation: delegationEnds,
  proposeRegulation: operatorProposes,
  confirmRegulation: exchangeDecides,
  declineRegulation: exchangeDecides,
  askBreakGlass: opensSight,
  confirmBreakGlass: opensSight,
  declineBreakGlass: opensSight,
  endBreakGlass: endsSight,
  reviewBreakGlass: reviewing,
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
export const refusalUnder = (clause: DutyClause | undefined, caller: Caller): Refusal | null => refusalFor(clause, standingIn(caller));

/** The refusal of whoever stands so under a clause, or none. */
export function refusalFor(clause: DutyClause | undefined, standing: Pick<Standing, 'duties' | 'institution'>): Refusal | null {
  if (clause === undefined) return new Refusal('DUTY_REQUIRED', 'No clause gives this right to anyone.', '2.4');
  const { duties: asked, in: place } = clause;
  if (asked === null) return null;
  const isThere = place === undefined || place === standing.institution;
  if (isThere && asked.some((duty) => standing.duties.includes(duty))) return null;
  const where = place === undefined ? '' : ` in ${EXCHANGE}`;
  return new Refusal('DUTY_REQUIRED', `It takes the duty of ${asked.map(inWords).join(' or ')}${where}.`, clause.clause);
}

const inWords = (duty: Duty): string => duty.toLowerCase().replace('_', ' ');
