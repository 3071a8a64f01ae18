import type { RefusalCode } from './generated/codes.ts';

/** What can happen before an answer of the exchange has come: no connection, no time left, something else than an answer. */
export type ErrorOnTheWay = 'NO_CONNECTION' | 'NO_ANSWER_IN_TIME' | 'NO_ANSWER';

/** Codes that a program may ask for by name. There will be more: a `switch` over them wants a `default`. */
export type ErrorCode = RefusalCode | ErrorOnTheWay | 'INTERNAL' | 'GRAPHQL_VALIDATION_FAILED' | (string & {});

/** What is known of an error. */
export interface Reported {
  readonly code: ErrorCode;
  /** The clause of the regulation that refuses, such as `3.1`. */
  readonly clause?: string | undefined;
  /** The institution whose server does not answer, and since when (RFC 3339). */
  readonly institution?: string | undefined;
  readonly since?: string | undefined;
  /** In how many seconds there is room again. */
  readonly retryAfter?: number | undefined;
  /** Where in the data something is missing. */
  readonly path?: readonly (string | number)[] | undefined;
  /** Names the whole exchange to whoever looks into it. */
  readonly traceId?: string | undefined;
  /** Of the answer, where one came. */
  readonly status?: number | undefined;
}

/** The rules say no, a service is away, or nothing came: with a code that never changes, and the clause. */
export class ChanceryError extends Error implements Reported {
  override readonly name = 'ChanceryError';
  readonly code: ErrorCode;
  readonly clause: string | undefined;
  readonly institution: string | undefined;
  readonly since: string | undefined;
  readonly retryAfter: number | undefined;
  readonly path: readonly (string | number)[] | undefined;
  readonly traceId: string | undefined;
  readonly status: number | undefined;
  /** All that the answer reports, when this one was thrown for them; itself is the first. */
  readonly errors: readonly ChanceryError[];

  constructor(message: string, reported: Reported, more: { readonly cause?: unknown; readonly others?: readonly ChanceryError[] } = {}) {
    super(message, 'cause' in more ? { cause: more.cause } : undefined);
    this.code = reported.code;
    this.clause = reported.clause;
    this.institution = reported.institution;
    this.since = reported.since;
    this.retryAfter = reported.retryAfter;
    this.path = reported.path;
    this.traceId = reported.traceId;
    this.status = reported.status;
    this.errors = [this, ...(more.others ?? [])];
  }
}
