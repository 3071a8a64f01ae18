import { removeTemporary, temporaryFolder } from '@chancery/circuit/embedded';
import type { TestProject } from 'vitest/node';
import { keepInMemory } from './inMemory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the one PostgreSQL server of this run. */
    readonly postgresFolder: string;
  }
}

/**
 * Before the first test and after the last: one embedded PostgreSQL for the whole run, in a folder that goes with it.
 * The server itself is started by the first test that asks for a database (`databases.ts`), so that a run of unit tests has none.
 */
export function setup(project: TestProject): () => void {
  const removeMemory = keepInMemory();
  const folder = temporaryFolder();
  project.provide('postgresFolder', folder);
  return () => {
    removeTemporary(folder);
    removeMemory();
  };
}
