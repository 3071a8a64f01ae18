import { setMaxListeners } from 'node:events';

/** How long something may take that others wait for. */
export interface Deadline {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal;
  /** What is left of it, in milliseconds. */
  leftMs(): number;
}

/** A deadline that somebody who hurries can bring forward. */
export interface RunningDeadline extends Deadline {
  /** Kept a while after the end, so that what has come can still be joined. */
  readonly over: Promise<undefined>;
  /** Nobody waits any more. */
  end(): void;
  /** It was kept. */
  clear(): void;
}

/** A deadline in `ms`, and `grace` more for what comes after. */
export function deadlineIn(ms: number, grace: number): RunningDeadline {
  const controller = new AbortController();
  // Every fetch of an operation listens to it.
  setMaxListeners(0, controller.signal);
  const endsAt = performance.now() + ms;
  const stop = setTimeout(() => controller.abort(), ms);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const last = setTimeout(() => resolve(undefined), ms + grace);
  const clear = (): void => {
    clearTimeout(stop);
    clearTimeout(last);
  };
  const end = (): void => {
    controller.abort();
    resolve(undefined);
  };
  return { signal: controller.signal, leftMs: () => Math.max(0, endsAt - performance.now()), over: promise, end, clear };
}
