import { Refusal } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { court, type DirectoryWorld, directoryWorld, koval, ministry, petrenko } from '../../tests/kit/directoryWorld.ts';

let world: DirectoryWorld;

beforeAll(async () => {
  world = await directoryWorld();
});

afterAll(() => world.close());

describe('an enrolment', () => {
  it('gives no version to what is the same', async () => {
    const { version } = await world.changes(0);

    expect(await world.enrol({ institutions: [ministry, court], officials: [petrenko, koval] })).toBe(version);
    expect(await world.enrol({ institutions: [], officials: [{ ...petrenko, duties: ['REGISTRAR', 'CLERK', 'CLERK'] }] })).toBe(version);
  });

  it('ends the duties that are no longer held and begins the others', async () => {
    const sav = { id: 'JUS:s.savchuk', name: 'S. Savchuk', institution: 'JUS', clearance: false };
    const before = await world.enrol({ institutions: [], officials: [{ ...sav, duties: ['CLERK', 'EXECUTOR'] }] });
    await world.enrol({ institutions: [], officials: [{ ...sav, name: 'Sofia Savchuk', duties: ['EXECUTOR', 'AUDITOR'] }] });

    const { officials } = await world.changes(before);
    expect(officials).toMatchObject([{ name: 'Sofia Savchuk', duties: [{ duty: 'AUDITOR' }, { duty: 'EXECUTOR' }] }]);
    await world.enrol({ institutions: [], officials: [{ ...sav, name: 'Sofia Savchuk', duties: [] }] });
    const { institution } = await world.ask<{ institution: { officials: { edges: { node: { id: string } }[] } } }>(
      '{ institution(code: "JUS") { officials { edges { node { id } } } } }',
    );
    expect(institution.officials.edges.map(({ node }) => node.id)).toEqual(['JUS:o.petrenko']);
  });

  it('leaves officials that are known as they are, where that is asked for', async () => {
    const { version } = await world.changes(0);
    const input = {
      institutions: [],
      officials: [
        { ...petrenko, name: 'Other', duties: [] },
        { ...koval, id: 'COURT:n.new' },
      ],
    };
    expect(await world.enrol({ ...input, newOfficialsOnly: true })).toBe(version + 1);
    expect((await world.changes(version)).officials.map(({ id }) => id)).toEqual(['COURT:n.new']);
  });

  it.each<[string, object]>([
    ['INSTITUTION_UNKNOWN', { institutions: [{ ...court, code: 'OTHER', parent: 'XYZ' }], officials: [] }],
    ['INSTITUTION_UNKNOWN', { institutions: [], officials: [{ ...koval, id: 'XYZ:a', institution: 'XYZ' }] }],
    ['BAD_INPUT', { institutions: [], officials: [{ ...koval, institution: 'JUS' }] }],
    ['BAD_INPUT', { institutions: [{ ...court, parent: 'COURT' }], officials: [] }],
    ['BAD_INPUT', { institutions: [{ ...court, server: 'http://x' }], officials: [] }],
    ['MALFORMED_ID', { institutions: [{ ...court, code: 'court' }], officials: [] }],
    ['CONTROL_CHARACTERS', { institutions: [{ ...court, name: 'a\u0007' }], officials: [] }],
  ])('is refused with %s, and nothing is entered', async (code, input) => {
    const { version } = await world.changes(0);

    await expect(world.enrol(input)).rejects.toMatchObject({ code });
    expect((await world.changes(0)).version).toBe(version);
  });

  it.each(['gateway', 'justice', 'exchange'])('is refused to %s', async (by) => {
    await expect(world.enrol({ institutions: [], officials: [] }, by)).rejects.toEqual(new Refusal('UNAUTHENTICATED'));
  });

  it('keeps versions in the order of the commits, whoever writes at once', async () => {
    const { version } = await world.changes(0);
    const follower = (async () => {
      const seen = new Set<string>();
      for (let after = version; seen.size < 20; ) {
        const page = await world.changes(after, 3);
        for (const { id } of page.officials) seen.add(id);
        after = page.version;
      }
      return seen.size;
    })();
    const clerk = (index: number) => ({
      id: `JUS:clerk${index}`,
      name: `Clerk ${index}`,
      institution: 'JUS',
      clearance: false,
      duties: ['CLERK'],
    });
    await Promise.all(Array.from({ length: 20 }, (_, index) => world.enrol({ institutions: [], officials: [clerk(index)] })));

    expect(await follower).toBe(20);
    expect((await world.changes(0, 1_000)).version).toBe(version + 20);
  });
});
