import type { BreakGlassId, DelegatedDuty } from '@chancery/domain';

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
  /** §10.6 How the rules decided it; only of operations at the gateway. */
  readonly decision?: AuditedDecision;
  /** What only some acts have; left out where there is nothing of it. */
  readonly particulars?: AuditParticulars;
}

/** §10.6 A decision as it goes on record: under which rules, by which clause, from which attributes, with which verdict. */
export interface AuditedDecision {
  /** The name of the rules: a digest, 64 hexadecimal digits. */
  readonly bundle: string;
  /** The clause that decided; null where all was allowed. */
  readonly clause: string | null;
  /** The digest of the attributes, 64 hexadecimal digits. */
  readonly digest: string;
  readonly verdict: 'ALLOWED' | 'PARTLY' | 'REFUSED';
  /** What the digests stand for. Left out where the audit trail has it already. */
  readonly grounds?: DecisionGrounds;
}

/** What a decision can be made again from, and what it was field by field. */
export interface DecisionGrounds {
  /** The canonical JSON text of the attributes, as the digest names it. */
  readonly attributes: string;
  /** By `Type.field`: the clause that refused it. */
  readonly refused: { readonly [field: string]: string | null };
}

/** What an entry says beside what every entry says. */
export interface AuditParticulars {
  /** Those of the duties that were held by delegation, and whose they are (§2.5). */
  readonly delegatedBy?: readonly DelegatedDuty[];
  /** The official whom an act of the directory was about, and which duty of his (§2.6). */
  readonly about?: { readonly official: string; readonly duty: string | null };
  /** §10.7 The sights under break-glass that it was done with, or that it was about. */
  readonly breakGlass?: readonly BreakGlassId[];
  /** §10.11 When it happened by the word of its service, where that cannot be: the entry then has the time when it was heard of. */
  readonly claimedAt?: string;
  /** §3.14 Of an export: what was asked, as JSON, and what came of it. */
  readonly export?: AuditedExport;
  /** How many acts the entry stands for: sign-ins refused at the embedded issuer are counted. */
  readonly times?: number;
}

/** What an export was asked for, and what it became: its rows, its size in bytes and its digest; null where it is not at its end. */
export interface AuditedExport {
  readonly query: string;
  readonly rows: number | null;
  readonly size: number | null;
  readonly sha256: string | null;
}
