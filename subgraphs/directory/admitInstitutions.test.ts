import { directory } from '@chancery/directory';
import type { Duty } from '@chancery/domain';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DirectoryWorld, directoryWorld } from '../../tests/kit/directoryWorld.ts';
import { smallCircuit } from '../../tests/kit/smallCircuit.ts';

const admission = 'mutation Admit($input: AdmitInstitutionsInput!) { admitInstitutions(input: $input) { version } }';
const library = { code: 'LIB', name: 'National Library', sector: 'culture' };
const officer = (code: string, name: string) => ({ id: `${code}:${name}`, name: `Officer ${name}` });
const two = (code: string) => [officer(code, 'a.first'), officer(code, 'b.second')];

let world: DirectoryWorld;
beforeAll(async () => {
  world = await directoryWorld();
});
afterAll(() => world.close());

const admit = async (input: object, by = 'circuit'): Promise<number> =>
  (await world.as(by).ask<{ admitInstitutions: { version: number } }>('directory', admission, { input })).admitInstitutions.version;
const stands = async () => (await world.changes(0, 1_000)).version;

describe('an institution that joins (§2.6.1)', () => {
  it.each<[string, string, object]>([
    ['without officers', 'BAD_INPUT', { institutions: [library], securityOfficers: [] }],
    ['with one officer', 'BAD_INPUT', { institutions: [library], securityOfficers: [officer('LIB', 'a.first')] }],
    [
      'with one officer named twice',
      'BAD_INPUT',
      { institutions: [library], securityOfficers: [officer('LIB', 'a.first'), officer('LIB', 'a.first')] },
    ],
    [
      'with an officer of another institution',
      'BAD_INPUT',
      { institutions: [library], securityOfficers: [...two('LIB'), officer('JUS', 'c.third')] },
    ],
    ['beside one without', 'BAD_INPUT', { institutions: [library, { ...library, code: 'ARC' }], securityOfficers: two('LIB') }],
    ['below one that is nobody', 'INSTITUTION_UNKNOWN', { institutions: [{ ...library, parent: 'XYZ' }], securityOfficers: two('LIB') }],
    [
      'with an official who is there',
      'OFFICIAL_EXISTS',
      {
        institutions: [{ code: 'JUS', name: 'Ministry of Justice', sector: 'justice', server: 'justice' }],
        securityOfficers: [officer('JUS', 'o.petrenko'), officer('JUS', 'b.second')],
      },
    ],
    ['by a code that is none', 'MALFORMED_ID', { institutions: [{ ...library, code: 'lib' }], securityOfficers: two('LIB') }],
  ])('is not entered %s: %s', async (_, code, input) => {
    const before = await stands();
    await expect(admit(input)).rejects.toMatchObject({ code });
    expect(await stands()).toBe(before);
  });

  it('is entered by the operator alone', async () => {
    const input = { institutions: [library], securityOfficers: two('LIB') };
    for (const by of ['gateway', 'justice', 'exchange']) await expect(admit(input, by)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is entered with two security officers, who decide from then on, and nobody is entered beside them', async () => {
    const before = await stands();
    await admit({ institutions: [library], securityOfficers: two('LIB') });
    const { institutions, officials, regulations } = await world.changes(before);
    expect(institutions).toMatchObject([{ code: 'LIB', server: 'hosted' }]);
    expect(officials.map(({ id, clearance, duties }) => [id, clearance, duties.map(({ duty }) => duty)])).toEqual([
      ['LIB:a.first', false, ['SECURITY_OFFICER']],
      ['LIB:b.second', false, ['SECURITY_OFFICER']],
    ]);
    expect(regulations).toHaveLength(1);

    const officerOf = { official: parseOfficialId('LIB:a.first'), institution: parseInstitutionCode('LIB') };
    const caller = { ...officerOf, duties: ['SECURITY_OFFICER'] as readonly Duty[], clearance: false };
    const run = (name: string, input: object) =>
      world.askFor(
        caller,
        `mutation Run($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`,
        {
          input,
        },
      );
    await run('admitOfficial', { official: 'LIB:c.clerk', name: 'A Clerk' });
    await run('grantDuty', { official: 'LIB:c.clerk', duty: 'CLERK' });

    const again = { institutions: [library], securityOfficers: [officer('LIB', 'd.fourth'), officer('LIB', 'e.fifth')] };
    const then = await stands();
    await expect(admit(again)).rejects.toMatchObject({ code: 'OFFICERS_ADMIT' });
    expect(await stands()).toBe(then);
  });

  it('stands in the audit trail with its officers', async () => {
    const { events } = await world.as('exchange').events('directory', 0, 1_000, 0);
    expect(events.filter(({ act }) => act.name === 'admitInstitutions').map(({ payload }) => payload)).toEqual(
      ['LIB:a.first', 'LIB:b.second'].map((officialId) => ({
        type: 'official',
        officialId,
        institution: 'LIB',
        duty: 'SECURITY_OFFICER',
        reference: null,
      })),
    );
  });
});

describe('a directory in production (§2.8)', () => {
  it('takes institutions that join, and no enrolment', async () => {
    const circuit = await smallCircuit({ directory: 'directory', circuit: 'circuit' });
    await circuit.start('directory', directory, undefined, 'production');
    const operator = circuit.client('circuit');
    await operator.ask('directory', admission, { input: { institutions: [library], securityOfficers: two('LIB') } });
    const enrolment = {
      institutions: [],
      officials: [{ ...officer('LIB', 'x'), institution: 'LIB', clearance: true, duties: ['OPERATOR'] }],
    };
    await expect(
      operator.ask('directory', 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }', { input: enrolment }),
    ).rejects.toMatchObject({ code: 'OFFICERS_ADMIT' });
    await circuit.close();
  });
});
