import type { Caller } from '@chancery/domain';
import type { SpanHandle } from '@chancery/observability';
import type { AuditedDecision } from '@chancery/trust';
import type { GraphQLFormattedError } from 'graphql';
import type { AsOf, StoredName } from '../engine/index.ts';
import type { Verdict } from './operation/authorise.ts';
import type { PreparedOperation } from './operation/prepare.ts';

/** Whoever asked, and may not wait for the answer. */
export interface Asker {
  readonly hasGone: boolean;
  /** Called when he goes away before the answer; null where nobody needs to know. */
  whenGone: (() => void) | null;
}

/** What came over HTTP. */
export interface OperationRequest {
  readonly method: 'GET' | 'POST';
  readonly authorization: string | undefined;
  /** The thumbprint of the certificate that the caller's connection showed (RFC 8705); null without one. */
  readonly certificate: string | null;
  /** Empty where a hash stands for it. */
  readonly query: string;
  /** SHA-256 of a published operation, in hexadecimal. */
  readonly hash: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The answer is to tell what the operation costs. */
  readonly asksCost: boolean;
  readonly asker?: Asker | undefined;
}

/** What an operation costs, and what its caller may still ask for in this minute. */
interface ToldCost {
  readonly estimated: number;
  readonly limit: number;
  readonly remaining: number;
}

/** What is told beside an answer. */
export interface ToldBeside {
  readonly cost?: ToldCost;
  /** What of the answer is as it was at an earlier moment, because whose it is does not answer now (§1.8). */
  readonly asOf?: readonly AsOf[];
}

/** What goes back: without `data` when nothing was executed at all. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: ToldBeside;
  /** All but errors and extensions as JSON text, `{"data":…}`, or its bytes, where it is written already: `data` itself then says only that there is some. */
  readonly written?: string | Buffer;
  /** How fields are called in `data`, where that is not yet as they were asked. */
  readonly storedName?: StoredName;
}

/** Whether an answer shows anything but nulls. */
export function showsSomething({ data, written }: Answer): boolean {
  if (written !== undefined) return !/^\{"data":\{(?:"\w+":null,?)*\}\}$/.test(written.toString());
  return Object.values(data ?? {}).some((value) => value !== null);
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
  /** By `authenticate`: what the token allows whoever bears it. */
  scopes: readonly string[];
  /** By `authenticate`: the client that the caller's token was issued to. */
  client: string | null;
  /** By `find`: the operation's text. */
  source: string;
  /** By `prepare`. */
  operation: PreparedOperation | undefined;
  /** By `prepare`: with defaults, as the operation declares them. */
  variables: Readonly<Record<string, unknown>>;
  /** By `authorise`. */
  verdict: Verdict | undefined;
  /** By `authorise`: as it goes on record (§10.6). */
  decision: AuditedDecision | undefined;
  /** By `weigh`: what of it is allowed costs this at most. */
  cost: ToldCost | undefined;
  /** By `openRecord`: the act stands on record as open. */
  isOpen: boolean;
  /** By `execute`, or by whichever stage ends the passage. */
  answer: Answer | undefined;
  /** By `execute`: how a mutation ends after all that took longer than its sender could wait. */
  late: Promise<Answer> | undefined;
}

/** One step of the way. A stage that throws a `Refusal` ends the passage with it. */
export interface Stage {
  readonly name: string;
  /** Runs also after an earlier stage has answered: what must happen whatever happened. */
  readonly always?: true;
  run(passage: Passage): Promise<void> | void;
}
