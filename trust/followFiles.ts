import { statSync } from 'node:fs';

const everyMs = 1_000;

/** After this time whoever follows a file has taken what stands in it, on a busy machine too. */
export const takenOverMs = 5_000;

/**
 * Answers what is read from files, and gives to `take` what is read from them later, whenever one of them was replaced, until the process ends. What
 * cannot be read or taken (files that do not fit together yet, a file that is away) leaves things as they were, and is looked at again; at first it is
 * thrown. It looks instead of being told: what is renamed into place is easily missed.
 */
export function followFiles<Content>(files: readonly string[], read: () => Content, take: (content: Content) => void): Content {
  // Which files they are is noted before they are read: what takes their place in between is read again.
  let taken = stampOf(files);
  const first = read();
  let refused: string | undefined;
  let complainedOf: string | undefined;
  setInterval(() => {
    const now = stampOf(files);
    if (now === undefined || now === taken) return;
    try {
      take(read());
      taken = now;
    } catch (error) {
      // Seen once, it may be half of a change that is under way.
      if (now === refused && now !== complainedOf) {
        complainedOf = now;
        process.stderr.write(`${new Date().toISOString()} not taken: ${reasonOf(error)}\n`);
      }
      refused = now;
    }
  }, everyMs).unref();
  return first;
}

/** What tells files from those that stand in their place later; undefined while one of them is away. */
function stampOf(files: readonly string[]): string | undefined {
  const stamps = files.flatMap((file) => statSync(file, { throwIfNoEntry: false }) ?? []);
  return stamps.length < files.length ? undefined : stamps.map(({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`).join(', ');
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'it cannot be read');
