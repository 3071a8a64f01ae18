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
}
