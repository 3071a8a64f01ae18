import { EXCHANGE, firstRegulation } from '@chancery/domain';
import type { Asked, ExportableList } from '@chancery/exporting';
import { describe, expect, test } from 'vitest';
import { FIN, JUS, MOH } from '../../../tests/kit/eventBuilders.ts';
import { ago, askSight, day, db, filledDirectory, owner, propose } from '../../../tests/kit/filledDirectory.ts';
import { everyRow, of, officer } from '../../../tests/kit/listedRows.ts';
import { appointmentsList } from './appointmentsList.ts';
import { breakGlassesList } from './breakGlassesList.ts';
import { delegationsList } from './delegationsList.ts';
import { institutionsList } from './institutionsList.ts';
import { officialsList } from './officialsList.ts';
import { regulationsList } from './regulationsList.ts';

filledDirectory();

describe('a row of an export', () => {
  const only = async (list: ExportableList, asked: Asked, key: string, value: unknown) =>
    (await everyRow(list, officer(EXCHANGE), asked)).find((row) => row[key] === value);

  test('is an institution', async () => {
    expect(await only(institutionsList(db), {}, 'code', 'COURT')).toEqual({
      code: 'COURT',
      name: 'Institution COURT',
      parent: 'JUS',
      sector: 'justice',
      hosted: true,
    });
  });

  test('is an official with the duties held there, by delegation too', async () => {
    const held = { institution: 'JUS' };
    expect(await only(officialsList(db), held, 'id', 'JUS:c.third')).toEqual({
      id: 'JUS:c.third',
      name: 'c.third',
      institution: 'JUS',
      duties: ['CLERK', 'SIGNATORY'],
      clearance: true,
      dismissedAt: null,
    });
    expect(await only(officialsList(db), held, 'id', 'FIN:b.second')).toMatchObject({ institution: 'FIN', duties: ['SIGNATORY'] });
    await expect(officialsList(db).readPage(officer(JUS), { institution: 'NOBODY' }, null)).rejects.toMatchObject({
      code: 'INSTITUTION_UNKNOWN',
    });
  });

  test('is a delegation, and whether it is in force', async () => {
    const given = { official: 'JUS:c.third' };
    expect(await only(delegationsList(db), given, 'id', 'JUS:delegation:3')).toMatchObject({
      duty: 'CLERK',
      institution: 'JUS',
      delegatedBy: 'JUS:c.third',
      delegatedTo: 'JUS:a.first',
      inForce: true,
    });
    expect(await only(delegationsList(db), given, 'id', 'JUS:delegation:1')).toMatchObject({ inForce: false });
    await expect(delegationsList(db).count(officer(JUS), { official: 'JUS:nobody' })).rejects.toMatchObject({ code: 'OFFICIAL_UNKNOWN' });
  });

  test('is what was proposed, as it stands now', async () => {
    const at = ago(15);
    const id = await propose(MOH, { at, decided: 'PENDING', duty: null });
    expect(await only(appointmentsList(db), of({ state: ['EXPIRED'] }), 'id', id)).toEqual({
      id,
      official: 'MOH:a.first',
      institution: 'MOH',
      duty: null,
      clearance: true,
      from: null,
      to: null,
      state: 'EXPIRED',
      proposedBy: 'MOH:b.second',
      proposedAt: at.toISOString(),
      decideBefore: new Date(at.getTime() + 14 * day).toISOString(),
      decidedBy: null,
      decidedAt: null,
      note: null,
    });
  });

  test('is a sight in an emergency, as it stands now', async () => {
    const id = await askSight(FIN, { isOver: true, decided: 'OPEN' });
    expect(await only(breakGlassesList(db), of({ state: ['ENDED'] }), 'id', id)).toMatchObject({
      documentId: 'FIN:LegalOpinion:01JD0000000000000000000000',
      official: 'MOH:a.first',
      reason: 'A flood.',
      state: 'ENDED',
      askedBy: 'EXC:a.first',
      endedAt: null,
    });
  });

  test('is a version of the regulation, its tables in one cell each', async () => {
    const row = await only(regulationsList(db), {}, 'state', 'PROPOSED');
    expect(row).toMatchObject({ note: 'More.', proposedBy: 'EXC:a.first', approvals: firstRegulation.approvals });
    expect(JSON.parse(String(row?.routes))).toEqual(firstRegulation.routes);
    expect(JSON.parse(String(row?.deadlines))).toEqual(firstRegulation.deadlines);
  });
});

describe('an export while others write', () => {
  test('has each row once that was there from its beginning to its end', async () => {
    const asked = of({ state: ['PENDING', 'CONFIRMED', 'DECLINED'] });
    const before = await everyRow(appointmentsList(db), officer(EXCHANGE), asked);
    const rows = await everyRow(appointmentsList(db, 3), officer(EXCHANGE), asked, async () => {
      await propose(JUS, { at: new Date(), decided: 'PENDING' });
      await owner.$executeRaw`UPDATE appointment SET decided = 'CONFIRMED', decided_by = 'EXC:z.decider', decided_at = now() WHERE decided = 'PENDING' AND proposed_at > ${ago(2)}`;
    });
    expect(rows.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    // Decided behind the first page, while it had been read already.
    const waiting = before.findIndex(({ state }, at) => at >= 3 && state === 'PENDING');
    expect([waiting > 0, rows.at(waiting)?.state]).toEqual([true, 'CONFIRMED']);
  });
});
