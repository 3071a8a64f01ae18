import { Refusal } from './errors.ts';
import type { OfficialId } from './ids.ts';

/** How the last submission of a document for approval went. Moments are as RFC 3339 writes them. §4.5 */
export interface Approval {
  readonly submittedBy: OfficialId;
  readonly submittedAt: string;
  readonly approvedBy: OfficialId | null;
  readonly approvedAt: string | null;
  readonly returnedBy: OfficialId | null;
  readonly returnedAt: string | null;
  readonly returnedReason: string | null;
}

const undecided = { approvedBy: null, approvedAt: null, returnedBy: null, returnedAt: null, returnedReason: null } as const;

/** §4.5 A clerk submits a draft; what was decided on an earlier submission is over. */
export const submitted = (by: OfficialId, at: Date): Approval => ({ submittedBy: by, submittedAt: at.toISOString(), ...undecided });

/** §4.5 A signatory approves; §4.6 not who drafted or submitted it: throws `APPROVER_IS_AUTHOR`. */
export function approved({ submittedBy, submittedAt }: Approval, author: OfficialId, by: OfficialId, at: Date): Approval {
  if (by === author || by === submittedBy) throw new Refusal('APPROVER_IS_AUTHOR');
  return { submittedBy, submittedAt, ...undecided, approvedBy: by, approvedAt: at.toISOString() };
}

/** §4.5 A signatory gives it back, and says why. */
export const returned = ({ submittedBy, submittedAt }: Approval, by: OfficialId, at: Date, reason: string): Approval => ({
  submittedBy,
  submittedAt,
  ...undecided,
  returnedBy: by,
  returnedAt: at.toISOString(),
  returnedReason: reason,
});
