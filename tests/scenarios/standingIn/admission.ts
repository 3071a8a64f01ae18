import { expect, test } from 'vitest';
import { anOpinion } from '../../kit/builders.ts';
import { done, dutiesOf, type Me, meQuery, newcomer, officer, refused, secondOfficer, speaker, told } from './people.ts';

/** Somebody is admitted, given a duty, and cleared by two. */
export function admission(): void {
  test('a security officer admits an official, who may then sign in and do nothing', async () => {
    const input = { official: newcomer.official, name: 'Pavlo Novak' };
    expect(await done(officer, 'admitOfficial', input, 'official { id name clearance institution { code } duties { duty } }')).toEqual({
      official: { id: newcomer.official, name: 'Pavlo Novak', clearance: false, institution: { code: 'JUS' }, duties: [] },
    });
    expect(await dutiesOf(newcomer)).toEqual([]);
    expect(await refused(newcomer, 'draftLegalOpinion', anOpinion())).toBe('DUTY_REQUIRED 2.3.1');
    expect(await refused(officer, 'admitOfficial', input)).toBe('OFFICIAL_EXISTS 2.6.1');
    expect(await refused(officer, 'admitOfficial', { ...input, official: 'FIN:p.novak' })).toBe('NOT_YOUR_OFFICIAL 2.6.1');
  });

  test('he is granted the duty of clerk, and drafts', async () => {
    const payload = await done(
      officer,
      'grantDuty',
      { official: newcomer.official, duty: 'CLERK' },
      'official { duties { duty } } appointment { id }',
    );
    expect(payload).toEqual({ official: { duties: [{ duty: 'CLERK' }] }, appointment: null });
    await expect.poll(() => dutiesOf(newcomer), { timeout: 5_000 }).toEqual(['CLERK']);
    const drafting = async () => refused(newcomer, 'draftLegalOpinion', anOpinion({ access: 'RESTRICTED' }));
    await expect.poll(drafting, { timeout: 5_000 }).toBe('');
  });

  test('his clearance is proposed by one security officer and confirmed by another', async () => {
    const { appointment } = await done<{ appointment: { id: string } }>(
      officer,
      'grantClearance',
      { official: newcomer.official },
      'appointment { id state clearance duty official { name } proposedBy { name } decidedBy { name } }',
    );
    expect(appointment).toEqual({
      id: expect.stringMatching(/^JUS:appointment:/),
      state: 'PENDING',
      clearance: true,
      duty: null,
      official: { name: 'Pavlo Novak' },
      proposedBy: { name: 'Roman Hnatiuk' },
      decidedBy: null,
    });
    const decision = { appointmentId: appointment.id };
    expect(await refused(officer, 'confirmAppointment', decision)).toBe('OWN_PROPOSAL 2.6.2');
    expect(await refused(speaker('FIN:b.levchenko'), 'confirmAppointment', decision)).toBe('APPOINTMENT_NOT_FOUND 2.6.2');
    expect(await refused(newcomer, 'confirmAppointment', decision)).toBe('DUTY_REQUIRED 2.6.1');
    expect((await told<Me>(newcomer, meQuery)).me.clearance).toBe(false);

    const waiting = '{ appointments { totalCount edges { node { id official { name } } } } }';
    const list = { appointments: { totalCount: 1, edges: [{ node: { id: appointment.id, official: { name: 'Pavlo Novak' } } }] } };
    expect(await told(secondOfficer, waiting)).toEqual(list);
    expect(await told(speaker('EXC:o.bereza'), waiting)).toEqual(list);
    expect(await told(speaker('FIN:b.levchenko'), waiting)).toEqual({ appointments: { totalCount: 0, edges: [] } });

    expect(
      await done(secondOfficer, 'confirmAppointment', decision, 'appointment { state decidedBy { name } official { clearance } }'),
    ).toEqual({
      appointment: { state: 'CONFIRMED', decidedBy: { name: 'Vira Zinchenko' }, official: { clearance: true } },
    });
    expect(await refused(secondOfficer, 'confirmAppointment', decision)).toBe('APPOINTMENT_CLOSED 2.6.2');
  });
}
