import { Refusal } from '@chancery/domain';

/** Why a service gave no answer that could be used. */
export type UnreachableReason = 'no connection' | 'too slow' | 'too large' | 'no sense' | 'fault' | 'stopped' | 'unconfirmed';

/**
 * A service did not answer, or not with anything of use. It may have done what it was asked: ask again with the same ids.
 * The message tells neither address nor port; the cause does, and is for the log alone.
 */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly service: string;
  readonly reason: UnreachableReason;

  constructor(service: string, reason: UnreachableReason, cause?: unknown) {
    super(`${service} does not answer (${reason})`, { cause });
    this.service = service;
    this.reason = reason;
  }

  /** What a caller is told of it: §14.8 where nobody's duties are confirmed any more, else §1.8. */
  toRefusal(): Refusal {
    if (this.reason !== 'unconfirmed') return new Refusal('SERVICE_UNAVAILABLE');
    return new Refusal('SERVICE_UNAVAILABLE', 'Nobody confirms now who holds which duty.', '14.8');
  }
}
