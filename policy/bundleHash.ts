import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { canonical } from '@chancery/domain';
import type { Asks } from './securityDirectives.ts';

/**
 * The name of the rules that decide (§10.6): a digest of the source of `policy/` and `domain/`, and of what subgraphs ask by directives.
 * Whoever has the sources of that moment can make it again.
 */
export function bundleHash(asks: Asks): string {
  const hash = createHash('sha256');
  for (const [room, folder] of Object.entries(rooms)) {
    for (const name of sourcesIn(folder))
      hash
        .update(`${room}/${name}\0`)
        .update(readFileSync(new URL(name, folder)))
        .update('\0');
  }
  const asked = Object.fromEntries([...asks].map(([place, each]) => [place, each.map((ask) => ({ ...ask }))]));
  return hash.update(canonical(asked)).digest('hex');
}

const rooms = { domain: new URL('./', import.meta.resolve('@chancery/domain')), policy: new URL('./', import.meta.url) };

const sourcesIn = (folder: URL): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort();
