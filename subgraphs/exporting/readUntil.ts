import { waitingUntil, whilePatient } from '@chancery/kernel';

/**
 * Reads for an export until its worker is to stop: then nobody waits for it any more, be it another service or the database, and what the database
 * does for it is cancelled.
 */
export async function readUntil<Result>(signal: AbortSignal, read: () => Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([whilePatient(waitingUntil(signal), read), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
