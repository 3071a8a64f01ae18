import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { withNewKey } from '@chancery/trust';
import type { ServiceRow } from '../services.ts';
import { writeJson } from './files.ts';
import { fileKeysFile, type Home } from './home.ts';

/** Makes sure that a perimeter has a key for the keys of its files. One that is there stays: without it nobody opens what was stored. */
export function keepFileKeys(home: Home, { name, role }: Pick<ServiceRow, 'name' | 'role'>, environment: NodeJS.ProcessEnv): void {
  const file = fileKeysFile(home, name, environment);
  if (role !== 'perimeter' || existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeJson(file, withNewKey({ keys: [] }, new Date()), 0o600);
}
