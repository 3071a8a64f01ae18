import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { withNewKey } from '@chancery/trust';
import type { ServiceRow } from '../services.ts';
import { writeJson } from './files.ts';
import { fileKeysFile, type Home } from './home.ts';

/** Makes sure that every perimeter has a key for the keys of its files. One that is there stays: without it nobody opens what was stored. */
export function keepFileKeys(home: Home, rows: readonly ServiceRow[], environment: NodeJS.ProcessEnv): void {
  for (const { name } of rows.filter(({ role }) => role === 'perimeter')) {
    const file = fileKeysFile(home, name, environment);
    if (existsSync(file)) continue;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeJson(file, withNewKey({ keys: [] }, new Date()), 0o600);
  }
}
