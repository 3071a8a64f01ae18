import { Refusal } from '@chancery/domain';

/** Why a service gave no answer that could be used. */
export type UnreachableReason =
  | 'no connection'
  | 'too slow'
  | 'too large'
  | 'no sense'
  | 'fault'
  | 'stopped'
  | 'busy'
  | 'away'
  | 'unconfirmed';

/** What else is known of it. */
export interface UnreachableDetail {
  /** Part of an answer had come. */
  readonly hasBegun?: boolean;
  /** How long it was waited for, in milliseconds. */
  readonly waitedMs?: number;
  /** Since when calls to the service have failed, without a success between. */
  readonly since?: Date | null;
}

/**
 * A service did not answer, or not with anything of use. It may have done what it was asked: ask again with the same ids.
 * It has done nothing where it was not asked: it had too many questions already (`busy`), or has failed so often that it is left alone for a while (`away`).
 * The message tells neither address nor port; the cause does, and is for the log alone.
 */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly service: string;
  readonly reason: UnreachableReason;
  readonly hasBegun: boolean;
  readonly waitedMs: number;
  readonly since: Date | null;

  constructor(
    service: string,
    reason: UnreachableReason,
    cause?: unknown,
    { hasBegun = false, waitedMs = 0, since = null }: UnreachableDetail = {},
  ) {
    super(`${service} does not answer (${reason})`, { cause });
    this.service = service;
    this.reason = reason;
    this.hasBegun = hasBegun;
    this.waitedMs = waitedMs;
    this.since = since;
  }

  /** What a caller is told of it: §14.8 where nobody's duties are confirmed any more, else §1.8. */
  toRefusal(): Refusal {
    if (this.reason !== 'unconfirmed') return new Refusal('SERVICE_UNAVAILABLE');
    return new Refusal('SERVICE_UNAVAILABLE', 'Nobody confirms now who holds which duty.', '14.8');
  }
}
