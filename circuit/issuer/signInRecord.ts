import { type RefusalCode, refusals } from '@chancery/domain';
import { type AuditRecord, newId } from '@chancery/trust';

/** What is done at the issuer: signing in, letting an application act, signing out, and taking back what an application was given. */
export interface SignInAct {
  readonly act: 'signIn' | 'allowApplication' | 'signOut' | 'revokeTokens';
  /** Whom the directory knows; never what somebody typed in, which may be a password. */
  readonly official: string | null;
  readonly institution: string | null;
  /** The client, by its id, where it is one of ours. */
  readonly application: string | null;
}

/** How it ended. */
export interface SignInEnd {
  readonly outcome: 'DONE' | 'REFUSED' | 'FAILED';
  readonly code?: RefusalCode;
  readonly at: Date;
  readonly closedAt: Date;
  readonly times?: number;
}

/** An act at the issuer as it goes on the audit trail. §10.1 */
export const signInRecord = (
  { act, official, institution, application }: SignInAct,
  { outcome, code, at, closedAt, times = 1 }: SignInEnd,
): AuditRecord => ({
  id: newId(at.getTime()),
  at: at.toISOString(),
  place: 'issuer',
  act: application === null ? act : `${act} ${application}`,
  official,
  institution,
  duties: [],
  documentIds: [],
  consignmentId: null,
  outcome,
  code: code ?? null,
  clause: code === undefined ? null : refusals[code].clause,
  traceId: untraced,
  closedAt: closedAt.toISOString(),
  ...(times === 1 ? {} : { particulars: { times } }),
});

// The issuer is no part of a trace: it is asked by browsers, before there is an operation.
const untraced = '0'.repeat(32);
