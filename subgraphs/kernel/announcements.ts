import { EventEmitter } from 'node:events';

/** Wakes followers that wait in this process; those elsewhere look again within a second. */
const written = new EventEmitter().setMaxListeners(0);

/** Tells followers that wait in this process that something was committed. */
export const announceEvents = (): void => void written.emit('written');

/** Waits until somebody announces something, for so many milliseconds at most, or until it is stopped. */
export function somethingWritten(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      written.off('written', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    written.once('written', done);
    signal.addEventListener('abort', done, { once: true });
  });
}
