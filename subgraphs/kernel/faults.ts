/** A mistake of ours, whole, for those who run the service: to stderr, one line, and nowhere else. */
export function reportFault(where: string, error: unknown): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level: 'error', where, fault: describe(error) })}\n`);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` caused by ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
