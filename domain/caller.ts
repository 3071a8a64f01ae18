import type { InstitutionCode, OfficialId } from './ids.ts';

/** The functions that give rights (DESIGN §1). */
export const duties = [
  'CLERK',
  'REGISTRAR',
  'SIGNATORY',
  'EXECUTOR',
  'ARCHIVIST',
  'AUDITOR',
  'ANALYST',
  'OPERATOR',
  'SECURITY_OFFICER',
] as const;
export type Duty = (typeof duties)[number];

/** The exchange itself, as an institution: its analysts and auditors act for it. */
export const EXCHANGE = 'EXC' as InstitutionCode;

/** A duty in which somebody acts for another who has delegated it to him (§2.5). */
export interface DelegatedDuty {
  readonly duty: Duty;
  /** Whose duty it is. */
  readonly by: OfficialId;
}

/** The official who acts, for which institution, with which duties now. */
export interface Caller {
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
  readonly duties: readonly Duty[];
  /** May know of RESTRICTED documents that concern the institution; nothing of it comes with a delegated duty (§2.5.2). */
  readonly clearance: boolean;
  /** Those of the duties that are held by delegation; left out where none is. */
  readonly delegatedBy?: readonly DelegatedDuty[];
}
