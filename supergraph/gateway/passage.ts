import type { Caller } from '@chancery/domain';
import type { SpanHandle } from '@chancery/observability';
import type { GraphQLFormattedError } from 'graphql';
import type { Verdict } from './operation/authorise.ts';
import type { PreparedOperation } from './operation/prepare.ts';

/** What came over HTTP. */
export interface OperationRequest {
  readonly method: 'GET' | 'POST';
  readonly authorization: string | undefined;
  /** The thumbprint of the certificate that the caller's connection showed (RFC 8705); null without one. */
  readonly certificate: string | null;
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What goes back: without `data` when nothing was executed at all. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** One operation on its way through the gateway. Each stage reads what the ones before it wrote. */
export interface Passage {
  readonly request: OperationRequest;
  readonly startedAt: Date;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** The audit record's id, a ULID; it goes into every mandate. */
  readonly record: string;
  readonly span: SpanHandle;
  /** Documents that were asked for on the way: they go on record. */
  readonly documents: Set<string>;
  /** By `authenticate`; nobody when no token came. */
  caller: Caller | null;
  /** By `prepare`. */
  operation: PreparedOperation | undefined;
  /** By `prepare`: with defaults, as the operation declares them. */
  variables: Readonly<Record<string, unknown>>;
  /** By `authorise`. */
  verdict: Verdict | undefined;
  /** By `openRecord`: the act stands on record as open. */
  isOpen: boolean;
  /** By `execute`, or by whichever stage ends the passage. */
  answer: Answer | undefined;
}

/** One step of the way. A stage that throws a `Refusal` ends the passage with it. */
export interface Stage {
  readonly name: string;
  /** Runs also after an earlier stage has answered: what must happen whatever happened. */
  readonly always?: true;
  run(passage: Passage): Promise<void> | void;
}
