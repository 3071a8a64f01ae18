import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calls, mayCall } from './calls.ts';
import { serviceRoles } from './registry.ts';

const house = new URL('../', import.meta.url);
const routes = ['events', 'rebuild', 'files', 'releasedFile', 'receivedFile', 'exports'];

/** The fields of Query and Mutation that an SDL keeps out of the public graph. */
function internalFields(sdl: string): readonly string[] {
  const roots = [...sdl.matchAll(/^(?:extend )?type (?:Query|Mutation) \{([\s\S]*?)^\}/gm)].map(([, fields = '']) => fields).join('\n');
  return [...roots.matchAll(/^ {2}(\w+)\([^)]*\): [\w[]+.*@inaccessible$/gm)].flatMap(([, name]) => name ?? []);
}

describe('the table of calls between services (§1.3)', () => {
  it('names every field that is not public, and only those', () => {
    const files = globSync(['schema/perimeter.graphql', 'subgraphs/*/schema.graphql'], { cwd: house });
    const internal = files.flatMap((file) => internalFields(readFileSync(new URL(file, house), 'utf8')));

    expect([...internal, ...routes].sort()).toEqual(Object.keys(calls).sort());
  });

  it('lets the gateway ask what is public, and nobody else', () => {
    expect(serviceRoles.filter((role) => mayCall(role, 'document'))).toEqual(['gateway']);
    expect(serviceRoles.filter((role) => mayCall(role, 'constructor'))).toEqual(['gateway']);
  });

  it('keeps a perimeter from delivering, and the gateway from releasing', () => {
    expect(mayCall('perimeter', 'acceptDelivery')).toBe(false);
    expect(mayCall('gateway', 'releaseDocument')).toBe(false);
    expect(mayCall('exchange', 'acceptDelivery')).toBe(true);
  });
});
