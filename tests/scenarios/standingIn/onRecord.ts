import { expect, test } from 'vitest';
import { circuit } from '../../kit/circuitOfFile.ts';
import { auditor, deputy, done, meQuery, newcomer, officer, refused, secondOfficer, signatory, told } from './people.ts';

/** What the audit trail says of it, and how the newcomer leaves. */
export function onRecord(): void {
  test('every act of it stands in the audit trail, done or refused, with whom it was about', async () => {
    const question = `{ auditEntries(filter: { place: "directory" }, first: 100) { edges { node { act outcome code official { id } about aboutDuty } } } }`;
    const entry = (act: string, by: string, about: string, aboutDuty: string | null = null) => ({
      node: { act, outcome: 'DONE', code: null, official: { id: by }, about, aboutDuty },
    });
    await expect
      .poll(() => told(auditor, question), { timeout: 5_000 })
      .toEqual({
        auditEntries: {
          edges: expect.arrayContaining([
            entry('admitOfficial', officer.official, newcomer.official),
            entry('grantDuty', officer.official, newcomer.official, 'CLERK'),
            entry('grantClearance', officer.official, newcomer.official),
            entry('confirmAppointment', secondOfficer.official, newcomer.official),
            entry('delegateDuty', signatory.official, deputy.official, 'SIGNATORY'),
            entry('endDelegation', signatory.official, deputy.official, 'SIGNATORY'),
            {
              node: {
                act: 'admitOfficial',
                outcome: 'REFUSED',
                code: 'OFFICIAL_EXISTS',
                official: { id: officer.official },
                about: newcomer.official,
                aboutDuty: null,
              },
            },
          ]),
        },
      });
  });

  test('a dismissed official acts no more, and his name stays', async () => {
    expect(await refused(officer, 'dismissOfficial', { official: officer.official })).toBe('OWN_APPOINTMENT 2.6.3');
    const payload = await done(
      officer,
      'dismissOfficial',
      { official: newcomer.official },
      'official { name dismissedAt duties { duty } }',
    );
    expect(payload).toEqual({ official: { name: 'Pavlo Novak', dismissedAt: expect.any(String), duties: [] } });
    const asking = async () => {
      const { errors } = await circuit.gateway.ask(meQuery, {}, newcomer);
      return errors[0]?.extensions;
    };
    await expect.poll(asking, { timeout: 5_000 }).toEqual({ code: 'OFFICIAL_DISMISSED', clause: '2.2' });
    expect(await refused(officer, 'grantDuty', { official: newcomer.official, duty: 'CLERK' })).toBe('OFFICIAL_DISMISSED 2.2');
  });
}
