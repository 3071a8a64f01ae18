import type { DelegatedDuty } from '@chancery/domain';

/** One entry of the audit trail as services hand it over: opened before an act, closed after it (§10.2). */
export interface AuditRecord {
  /** ULID; the closing record has the id of the opening one. */
  readonly id: string;
  /** When the act began; a moment as RFC 3339 writes it. */
  readonly at: string;
  /** The service where it happened. */
  readonly place: string;
  /** The operation or the command. */
  readonly act: string;
  readonly official: string | null;
  readonly institution: string | null;
  readonly duties: readonly string[];
  /** The documents that the act names. */
  readonly documentIds: readonly string[];
  readonly consignmentId: string | null;
  readonly outcome: 'OPEN' | 'DONE' | 'PARTLY' | 'REFUSED' | 'FAILED';
  /** The code of the refusal, and its clause. */
  readonly code: string | null;
  readonly clause: string | null;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  readonly closedAt: string | null;
  /** What only some acts have; left out where there is nothing of it. */
  readonly particulars?: AuditParticulars;
}

/** What an entry says beside what every entry says. */
export interface AuditParticulars {
  /** Those of the duties that were held by delegation, and whose they are (§2.5). */
  readonly delegatedBy?: readonly DelegatedDuty[];
  /** The official whom an act of the directory was about, and which duty of his (§2.6). */
  readonly about?: { readonly official: string; readonly duty: string | null };
}
