import { Unreachable } from '@chancery/trust';

/**
 * What went wrong, for those who run the service: to stderr, one line, and nowhere else. A mistake of ours is told whole; a neighbour that is away,
 * as each is when a circuit starts or a process dies, in a sentence.
 */
export function reportFault(where: string, error: unknown): void {
  const told = error instanceof Unreachable ? { level: 'warning', fault: error.message } : { level: 'error', fault: describe(error) };
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), where, ...told })}\n`);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` caused by ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
