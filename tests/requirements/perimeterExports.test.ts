import { type Caller, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsIn } from '../kit/perimeterActs.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { rowsOf } from '../kit/rows.ts';

let world: PerimeterWorld;
beforeAll(async () => {
  world = await perimeterWorld();
  await actsIn(world).delivered();
}, 60_000);
afterAll(() => world?.close());

const fin = person('FIN');
const clerk: Caller = { ...fin, official: parseOfficialId('FIN:c.clerk'), duties: ['CLERK'], clearance: false };
const code = (wanted: string, clause?: string) => expect.objectContaining({ code: wanted, ...(clause === undefined ? {} : { clause }) });
const start = 'mutation Start($input: StartPerimeterExportInput!) { startPerimeterExport(input: $input) { export { id } } }';
const cancel = 'mutation Cancel($input: CancelPerimeterExportInput!) { cancelPerimeterExport(input: $input) { export { status } } }';
const order = { institution: 'FIN', inbox: {}, format: 'CSV' };
const begun = async (by: Caller, change: object = {}, server = 'finance'): Promise<string> => {
  const { startPerimeterExport: payload } = await world.ask<{ startPerimeterExport: { export: { id: string } } }>(
    server,
    start,
    { input: { ...order, ...change } },
    by,
  );
  return payload.export.id;
};
/** Codes of the refused acts that the perimeter has put on record, of this command. */
const refusals = async (command: string): Promise<readonly unknown[]> => {
  const question = `SELECT payload ->> 'code' AS code FROM kernel.outbox WHERE payload ->> 'type' = 'refused' AND act ->> 'name' = '${command}' ORDER BY row_id`;
  return (await rowsOf(world.databases.get('finance') ?? '', question)).map((row) => (row as { readonly code: string }).code);
};

describe('nobody takes a list out by the word of the gateway (§2.1)', () => {
  const said = (query: string, input: object, caller: Caller, token: string | null) =>
    world.as('gateway').ask('finance', query, { input }, { caller, token });

  it('alone, or with another official’s token, or with a clearance that he does not have', async () => {
    await expect(said(start, order, fin, null)).rejects.toEqual(code('UNAUTHENTICATED'));
    await expect(said(start, order, fin, await world.issuer.token(clerk))).rejects.toEqual(code('UNAUTHENTICATED'));
    await expect(said(start, order, { ...clerk, clearance: true }, await world.issuer.token(clerk))).rejects.toEqual(code('DUTY_REQUIRED'));
    expect(await refusals('startPerimeterExport')).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'DUTY_REQUIRED']);
  });

  it('nor gives one up', async () => {
    const exportId = await begun(fin);
    await expect(said(cancel, { exportId }, fin, null)).rejects.toEqual(code('UNAUTHENTICATED'));
    expect(await world.ask('finance', cancel, { input: { exportId } }, fin)).toEqual({
      cancelPerimeterExport: { export: { status: 'CANCELLED' } },
    });
  });
});

describe('a perimeter makes exports of its own institutions, and of no others (§1.2, §3.4)', () => {
  const asked = 'query Of($id: ID!) { perimeterExport(id: $id) { list } }';

  it('whoever comes to the wrong one is told so', async () => {
    await expect(begun(fin, {}, 'justice')).rejects.toEqual(code('WRONG_PERIMETER', '1.2'));
    const id = await begun(fin);
    await expect(world.ask('justice', asked, { id }, fin)).rejects.toEqual(code('WRONG_PERIMETER', '1.2'));
    await expect(world.ask('justice', cancel, { input: { exportId: id } }, fin)).rejects.toEqual(code('WRONG_PERIMETER', '1.2'));
    await expect(world.ask('justice', '{ perimeterExports(institution: "FIN") { edges { cursor } } }', {}, fin)).rejects.toEqual(
      code('WRONG_PERIMETER', '1.2'),
    );
    expect(await world.ask('finance', asked, { id }, fin)).toEqual({ perimeterExport: { list: 'inbox' } });
  });

  it('on a server that several share, each has its own', async () => {
    const [library, archive] = [person('LIB'), person('ARC')];
    const id = await begun(library, { institution: 'LIB' }, 'hosted');
    expect(id).toMatch(/^LIB:export:/);
    await expect(begun(archive, { institution: 'LIB' }, 'hosted')).rejects.toEqual(code('NOT_THE_RECIPIENT', '3.4'));
    for (const named of [id, id.replace('LIB', 'ARC')]) {
      await expect(world.ask('hosted', asked, { id: named }, archive)).rejects.toEqual(code('EXPORT_NOT_FOUND', '3.13'));
      await expect(world.ask('hosted', cancel, { input: { exportId: named } }, archive)).rejects.toEqual(code('EXPORT_NOT_FOUND', '3.13'));
    }
    // The same official, acting for another institution, has begun nothing there.
    const elsewhere = { ...library, institution: archive.institution };
    await expect(world.ask('hosted', asked, { id }, elsewhere)).rejects.toEqual(code('EXPORT_NOT_FOUND', '3.13'));
  });

  it('a command under a request id is one export, however often it is sent (§1.4)', async () => {
    const requestId = 'once';
    const [first, second] = [await begun(clerk, { requestId }), await begun(clerk, { requestId })];
    expect(second).toBe(first);
    await expect(begun(clerk, { requestId, notices: true, inbox: null })).rejects.toEqual(code('REQUEST_ID_REUSED'));
  });
});
