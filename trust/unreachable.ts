/** Why a service gave no answer that could be used. */
export type UnreachableReason = 'no connection' | 'too slow' | 'too large' | 'no sense' | 'fault' | 'stopped';

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
}
