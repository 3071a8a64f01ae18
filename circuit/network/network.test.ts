import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { calls } from '@chancery/trust';
import { Kind, parse } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { readMembers } from '../members.ts';
import { calledBy, callersOf, flows } from './flows.ts';
import { addressFile, hosts, rulesOf } from './nftables.ts';
import { placeNamed, places } from './places.ts';

const internal = ['gateway', 'directory', 'exchange', 'catalogue', 'audit', 'perimeter'];
const namesOf = (found: readonly { name: string }[]) => found.map(({ name }) => name).sort();

/** Which role answers a field of the table of calls, as the SDL of the members has it. */
function answering(field: string, caller: string): readonly string[] {
  if (field === 'events') return ['exchange', 'perimeter', ...(caller === 'audit' ? ['catalogue'] : [])];
  if (field === 'rebuild') return ['catalogue'];
  const member = readMembers().find(({ sdl }) =>
    parse(sdl).definitions.some(
      (definition) =>
        (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) &&
        ['Query', 'Mutation'].includes(definition.name.value) &&
        definition.fields?.some(({ name }) => name.value === field),
    ),
  );
  return member ? [member.name] : [];
}

describe('the flows between services', () => {
  // Nobody asks himself over the network, and the embedded issuer is no place of one: it is on the demonstration's own machine.
  const asked = Object.entries(calls).flatMap(([field, callers]) =>
    callers.filter((caller) => caller !== 'issuer').flatMap((caller) => answering(field, caller).map((to) => ({ caller, to }))),
  );
  const wanted = new Set(asked.filter(({ caller, to }) => caller !== to).map(({ caller, to }) => `${caller} → ${to}`));

  it('let through every call that the table of calls allows', () => {
    expect(wanted.size).toBeGreaterThan(10);
    const listed = new Set(flows.map(({ from, to }) => `${from} → ${to}`));
    expect([...wanted].filter((call) => !listed.has(call))).toEqual([]);
  });

  it('let through nothing else but the gateway’s and the operator’s questions', () => {
    const others = flows.filter(({ from, to }) => internal.includes(from) && internal.includes(to) && !wanted.has(`${from} → ${to}`));
    expect(others.filter(({ from }) => from !== 'gateway')).toEqual([]);
  });

  it('are listed once each', () => {
    const listed = flows.map(({ from, to }) => `${from} → ${to}`);
    expect(new Set(listed).size).toBe(listed.length);
  });
});

describe('the walls', () => {
  test('clients reach the gateway alone, of all that is ours', () => {
    expect(namesOf(hosts.filter((host) => callersOf(host).some(({ role }) => role === 'clients')))).toEqual(['gateway']);
  });

  test('no perimeter reaches another, nor a database that is not its own', () => {
    const perimeters = places.filter(({ role }) => role === 'perimeter');
    expect(perimeters.length).toBeGreaterThan(1);
    for (const perimeter of perimeters)
      expect(namesOf(calledBy(perimeter))).toEqual(['database', 'directory', 'exchange', 'issuer', 'telemetry']);
    expect(rulesOf(placeNamed('database'))).toContain('tcp dport 5432 ip saddr $service accept');
    expect(rulesOf(placeNamed('database'))).not.toContain('$justice');
  });

  test.each(hosts.map(({ name }) => [name] as const))(
    '%s drops what is not listed, and names addresses that the file of addresses has',
    (name) => {
      const rules = rulesOf(placeNamed(name));
      expect(rules.match(/policy drop;/g)).toHaveLength(3);
      const defined = [...addressFile().matchAll(/^define (\w+) /gm)].map(([, address]) => address);
      for (const [, address] of rules.matchAll(/\$(\w+)/g)) expect(defined).toContain(address);
    },
  );

  const folder = fileURLToPath(new URL('../../docs/operations/nftables/', import.meta.url));
  const canCheck = spawnSync('nft', ['-c', '-f', '/dev/null']).status === 0;
  test.skipIf(!canCheck).each(hosts.map(({ name }) => [name] as const))('nft reads the rules of %s', (name) => {
    const { status, stderr } = spawnSync('nft', ['-c', '-f', `${name}.nft`], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
