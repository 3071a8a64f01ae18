import { statSync } from 'node:fs';

const everyMs = 2_000;

/** After this time whoever follows a file has taken what stands in it. */
export const takenOverMs = 5_000;

/**
 * Runs `take` whenever one of the files was replaced, until the process ends. What cannot be taken (files that do not fit together yet, a file
 * that is away) leaves things as they were, and is looked at again. It looks instead of being told: what is renamed into place is easily missed.
 */
export function followFiles(files: readonly string[], take: () => void, every = everyMs): void {
  let taken = stampOf(files);
  let complainedOf: string | undefined;
  setInterval(() => {
    const now = stampOf(files);
    if (now === taken) return;
    try {
      take();
      taken = now;
    } catch (error) {
      if (now !== complainedOf) process.stderr.write(`${new Date().toISOString()} not taken: ${reasonOf(error)}\n`);
      complainedOf = now;
    }
  }, every).unref();
}

/** What tells a file from the one that stands in its place later. */
function stampOf(files: readonly string[]): string {
  const stamps = files.map((file) => statSync(file, { throwIfNoEntry: false }));
  return stamps.map((stamp) => `${stamp?.ino} ${stamp?.mtimeMs} ${stamp?.size}`).join(', ');
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'it cannot be read');
