import { parseInstitutionCode, Refusal } from '@chancery/domain';
import { DirectoryCopy } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { court, type DirectoryWorld, directoryWorld, koval, ministry, petrenko } from '../../tests/kit/directoryWorld.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { statementsOf } from '../../tests/kit/statements.ts';

let world: DirectoryWorld;

beforeAll(async () => {
  world = await directoryWorld();
});

afterAll(() => world.close());

describe('an official asks', () => {
  it('who he is to the exchange', async () => {
    expect(await world.ask('{ me { id name clearance institution { code hosted } duties { duty institution { name } to } } }')).toEqual({
      me: {
        id: 'JUS:o.petrenko',
        name: 'Olena Petrenko',
        clearance: true,
        institution: { code: 'JUS', hosted: false },
        duties: [
          { duty: 'CLERK', institution: { name: 'Ministry of Justice' }, to: null },
          { duty: 'REGISTRAR', institution: { name: 'Ministry of Justice' }, to: null },
        ],
      },
    });
  });

  it('for an institution with its parent and its officials', async () => {
    const query =
      '{ institution(code: "COURT") { name sector hosted parent { code parent { code } } officials { edges { node { id } } pageInfo { hasNextPage } } } }';

    expect(await world.ask(query)).toEqual({
      institution: {
        name: 'Court of Appeal, 100 % justice',
        sector: 'justice',
        hosted: true,
        parent: { code: 'JUS', parent: null },
        officials: { edges: [{ node: { id: 'COURT:i.koval' } }], pageInfo: { hasNextPage: false } },
      },
    });
  });

  it.each([
    ['XYZ', 'INSTITUTION_UNKNOWN'],
    ['jus', 'MALFORMED_ID'],
  ])('for %s and is refused', async (code, refusal) => {
    await expect(world.ask('query One($code: ID!) { institution(code: $code) { name } }', { code })).rejects.toMatchObject({
      code: refusal,
    });
  });

  it('for the entities of a list, each found or missing by itself', async () => {
    const representations = ['JUS', 'XYZ', 'COURT']
      .map((code) => ({ __typename: 'Institution', code }))
      .concat([{ __typename: 'Official', id: 'COURT:i.koval' } as never]);
    const query =
      'query E($representations: [_Any!]!) { _entities(representations: $representations) { ... on Institution { name } ... on Official { name } } }';

    expect(await world.ask(query, { representations })).toEqual({
      _entities: [{ name: ministry.name }, null, { name: court.name }, { name: koval.name }],
    });
  });

  it('is refused when the mandate names nobody', async () => {
    await expect(world.as('gateway').ask('directory', '{ me { id } }', {})).rejects.toEqual(new Refusal('UNAUTHENTICATED'));
    await expect(world.as('gateway').ask('directory', '{ institutions { totalCount } }', {})).rejects.toEqual(
      new Refusal('UNAUTHENTICATED'),
    );
  });
});

describe('the list of institutions', () => {
  const list =
    'query List($filter: InstitutionFilter, $first: Int, $after: String) { institutions(filter: $filter, first: $first, after: $after) { totalCount edges { cursor node { code } } pageInfo { hasNextPage endCursor } } }';
  const codes = async (filter: object) => {
    const { institutions } = await world.ask<{ institutions: { edges: { node: { code: string } }[] } }>(list, { filter });
    return institutions.edges.map(({ node }) => node.code);
  };

  it('is paged by code', async () => {
    const first = await world.ask<{ institutions: { totalCount: number; pageInfo: { endCursor: string } } }>(list, { first: 1 });
    const second = await world.ask(list, { first: 1, after: first.institutions.pageInfo.endCursor });

    expect(first.institutions).toMatchObject({ totalCount: 2, edges: [{ node: { code: 'COURT' } }], pageInfo: { hasNextPage: true } });
    expect(second).toMatchObject({ institutions: { totalCount: 2, edges: [{ node: { code: 'JUS' } }], pageInfo: { hasNextPage: false } } });
  });

  it.each<[object, string[]]>([
    [{ text: 'MINISTRY' }, ['JUS']],
    [{ text: 'court' }, ['COURT']],
    [{ text: '100 %' }, ['COURT']],
    [{ text: '%' }, ['COURT']],
    [{ text: 'jus' }, ['COURT', 'JUS']],
    [{ text: '_' }, []],
    [{ sector: 'justice', hosted: true }, ['COURT']],
    [{ parent: 'JUS' }, ['COURT']],
    [{ sector: 'health' }, []],
    [{ text: null, sector: null, parent: null, hosted: null }, ['COURT', 'JUS']],
  ])('is narrowed by %j', async (filter, expected) => {
    expect(await codes(filter)).toEqual(expected);
  });

  it.each<[object, string]>([
    [{ first: 0 }, 'PAGE_TOO_LARGE'],
    [{ first: 101 }, 'PAGE_TOO_LARGE'],
    [{ after: 'nonsense' }, 'CURSOR_INVALID'],
    [{ filter: { text: 'x'.repeat(501) } }, 'TEXT_TOO_LONG'],
    [{ filter: { text: '\u0000' } }, 'CONTROL_CHARACTERS'],
    [{ filter: { parent: 'x' } }, 'MALFORMED_ID'],
  ])('refuses %j', async (variables, code) => {
    await expect(world.ask(list, variables)).rejects.toMatchObject({ code });
  });
});

describe('the changes', () => {
  it('are told in their order, page by page', async () => {
    const all = await world.changes(0);
    const first = await world.changes(0, 3);
    const second = await world.changes(first.version, 3);

    expect(first.more).toBe(true);
    expect([...first.institutions, ...second.institutions]).toEqual(all.institutions);
    expect([...first.officials, ...second.officials]).toEqual(all.officials);
    expect(all.institutions[0]).toMatchObject({ code: 'COURT', server: 'hosted', seals: [] });
    expect(all.officials[0]).toEqual({
      ...petrenko,
      duties: ['CLERK', 'REGISTRAR'].map((duty) => ({ duty, institution: 'JUS', from: expect.stringMatching(/Z$/), to: null })),
    });
  });

  it('are none after the last version, and tell a copy from another time where the directory is', async () => {
    const { version } = await world.changes(0);

    const nothing = { more: false, institutions: [], officials: [], regulations: [], sights: [] };
    expect(await world.changes(version)).toEqual({ version, word: expect.stringMatching(/^\w{26}$/), ...nothing });
    expect((await world.changes(version + 10)).version).toBe(version);
  });

  it('fill a copy, which finds at once who was enrolled a moment ago', async () => {
    const copy = new DirectoryCopy(world.as('exchange'));
    await copy.start();
    copy.stop();
    await world.enrol({ institutions: [{ code: 'NEW', name: 'New', sector: 'other' }], officials: [] });

    expect(copy.official('JUS:o.petrenko')?.name).toBe('Olena Petrenko');
    expect(await copy.findInstitution('NEW')).toEqual({ code: 'NEW', name: 'New', server: 'hosted', seals: [] });
    expect(copy.callerOf(copy.official('JUS:o.petrenko') as never, parseInstitutionCode('JUS'), new Date()).duties).toEqual([
      'CLERK',
      'REGISTRAR',
    ]);
  });

  it('are all told again to a copy that heard of what came after the backup to which the directory was put back', async () => {
    const copy = new DirectoryCopy(world.as('exchange'));
    await copy.start();
    copy.stop();
    const newcomer = (code: string) => ({ institutions: [{ code, name: code, sector: 'other' }], officials: [] });
    const backup = (await world.changes(0, 1_000)).version;
    await world.enrol(newcomer('LOST'));
    await copy.refresh();
    expect(copy.institution('LOST')).toBeDefined();

    await rowsOf(world.database, "DELETE FROM institution WHERE code = 'LOST'");
    await rowsOf(world.database, 'DELETE FROM versions_given WHERE after >= $1', [backup]);
    // The versions that the copy has heard of are given once more, and others after them.
    await world.enrol(newcomer('AFTER'));
    await world.enrol(newcomer('LATER'));
    await copy.refresh();

    expect(copy.institution('LOST')).toBeUndefined();
    expect(['AFTER', 'LATER', 'JUS'].map((code) => copy.institution(code)?.code)).toEqual(['AFTER', 'LATER', 'JUS']);
  });

  it.each(['directory'])('are refused to %s, which needs none', async (by) => {
    await expect(world.as(by).ask('directory', '{ directoryChanges(after: 0, first: 1) }', {})).rejects.toEqual(
      new Refusal('UNAUTHENTICATED'),
    );
  });
});

describe('a list', () => {
  it('costs the same number of statements however long it is', async () => {
    const institutions = Array.from({ length: 60 }, (_, index) => ({
      code: `L${index}`,
      name: `Letterbox ${index}`,
      sector: 'list',
      parent: 'JUS',
    }));
    const officials = institutions.map(({ code }) => ({
      id: `${code}:head`,
      name: 'Head',
      institution: code,
      clearance: false,
      duties: ['CLERK'],
    }));
    await world.enrol({ institutions, officials });
    const query =
      'query Long($first: Int) { institutions(filter: { sector: "list" }, first: $first) { edges { node { code parent { name } officials(first: 2) { edges { node { name institution { name } duties { duty institution { name } } } } } } } } }';

    const short = await statementsOf(() => world.ask(query, { first: 2 }));
    const long = await statementsOf(() => world.ask(query, { first: 60 }));

    expect(long).toEqual(short);
    expect(long).toBe(5);
  });
});
