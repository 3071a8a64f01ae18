import { afterAll } from 'vitest';

/** What is to be done at the end of a file, by all the kit's parts; several files may run in one process. */
const todo: Set<() => Promise<void>> = ((globalThis as { chanceryFileEnd?: Set<() => Promise<void>> }).chanceryFileEnd ??= new Set());

/** Has something done once all tests of the file and its own last hooks are through. */
export const whenFileEnds = (work: () => Promise<void>): void => void todo.add(work);

// As a setup file it is read before each file of tests: hooks that are heard of first run last.
afterAll(async () => {
  for (const work of todo) await work();
  todo.clear();
}, 60_000);
