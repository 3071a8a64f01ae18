import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mended } from '../replay/registerRow.ts';
import type { InstitutionSeed } from '../seeds/institutions.ts';
import { hostedInstitution } from './loaded.ts';
import { rowsOf } from './readFiles.ts';

/** Agencies by whatever name they are called. */
export interface Agencies {
  named(name: string): InstitutionSeed;
}

/** The agencies that the rules beside a source name, by their codes there; others get a code from their name. */
export function knownAgencies(folder: string): Agencies {
  const map = join(folder, 'documents', 'agency_map.csv');
  const rows = existsSync(map) ? rowsOf<{ agencyId: string; name: string }>(map, ['agencyId', 'name']) : [];
  const known = new Map(
    rows.filter(({ name }) => name !== '').map(({ agencyId, name }) => [sorted(name), hostedInstitution(agencyId, name)]),
  );
  return { named: (name) => known.get(sorted(name)) ?? hostedInstitution(codeOf(name), mended(name)) };
}

/** `Agriculture Department` is the `DEPARTMENT OF AGRICULTURE`. */
const sorted = (name: string): string =>
  mended(name)
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !['of', 'the', 'and', 'for', 'in', 'on'].includes(word))
    .sort()
    .join(' ');

const codeOf = (name: string): string => `FR${createHash('sha256').update(sorted(name)).digest('hex').slice(0, 8).toUpperCase()}`;
