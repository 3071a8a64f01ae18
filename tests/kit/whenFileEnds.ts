import { afterAll } from 'vitest';

type Work = () => Promise<void>;

declare global {
  /** What is to be done at the end of a file. Vitest reads this module anew for each file, and what uses it only once for a process of several. */
  var atFileEnd: Set<Work> | undefined;
}
globalThis.atFileEnd ??= new Set();
const todo = globalThis.atFileEnd;

/** Has something done once all tests of the file, and the last of its own hooks, are through: the last that was asked for first. */
export const whenFileEnds = (work: Work): void => void todo.add(work);

// As a setup file it is read before each file of tests: of last hooks the first that is heard of runs last.
afterAll(async () => {
  for (const work of [...todo].toReversed()) await work();
  todo.clear();
}, 60_000);
