import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withNewKey } from '@chancery/trust';

/** A folder for the files of one perimeter of a test, and a key for them. */
export interface FilePlace {
  readonly folder: string;
  /** What the perimeter is told of it. */
  readonly environment: NodeJS.ProcessEnv;
  remove(): void;
}

/** How large a file of a test may be: so that one that is too large is still small. */
export const largestFile = 8 * 1024 * 1024;

/** Makes one; the test removes it. */
export function filePlace(): FilePlace {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-files-'));
  const keys = join(folder, 'keys.json');
  writeFileSync(keys, JSON.stringify(withNewKey({ keys: [] }, new Date())));
  return {
    folder: join(folder, 'files'),
    environment: {
      CHANCERY_FILES_FOLDER: join(folder, 'files'),
      CHANCERY_FILE_KEYS: keys,
      CHANCERY_FILE_SIZE: String(largestFile),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
