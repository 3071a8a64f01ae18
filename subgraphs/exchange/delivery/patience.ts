import { Unreachable } from '@chancery/trust';

/** How long each part of a job may take with all the calls that it makes one after the other, in milliseconds. */
export const patience = { handOver: 5_000, settle: 3_000, noteClosure: 5_000, askAgain: 2_000 } as const;

/** The longest chain of calls that a job makes: what is lost is asked for, handed over and settled. A job that takes longer is taken for dead. */
export const longestChainMs = patience.settle + patience.handOver + patience.settle;

/** Runs a part of a job, and waits for it no longer than its patience lasts: throws `Unreachable` then. */
export async function within<Result>(part: keyof typeof patience, run: () => Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const overdue = setTimeout(() => reject(new Unreachable(part, 'too slow')), patience[part]);
  try {
    return await Promise.race([run(), promise]);
  } finally {
    clearTimeout(overdue);
  }
}
