import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { fetchExport, objectsOf, standingOf } from '../../kit/exports.ts';
import { exportedFromPerimeter, nodesOf, said } from '../../kit/perimeterLists.ts';
import { delivered, received } from '../../kit/walks.ts';
import { speakerOf, type Who } from '../../kit/who.ts';

const clerk = { institution: 'FIN', duty: 'CLERK' } as const;
const ofJustice = { institution: 'JUS', duty: 'CLERK' } as const;
const archives = { institution: 'NAR', duty: 'CLERK' } as const;
const statistics = { institution: 'STA', duty: 'CLERK' } as const;
const auditor = { institution: 'EXC', duty: 'AUDITOR' } as const;

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
  for (const to of ['NAR', 'STA']) await delivered(circuit.desk(), { to });
  for (let n = 0; n < 2; n += 1) await received(circuit.desk());
}, 120_000);
afterAll(() => circuit?.close());

const exported = (who: Who, input: object) => exportedFromPerimeter(circuit, who, input);
const idsIn = async (who: Who) => await nodesOf(circuit, who, 'inbox', 'id');

describe('whose an export is', () => {
  test('who acts for another institution is refused, by code and clause', async () => {
    for (const [who, institution] of [
      [ofJustice, 'FIN'],
      [clerk, 'JUS'],
      [statistics, 'NAR'],
      [auditor, 'FIN'],
    ] as const) {
      const { data, errors } = await circuit.ask(
        'mutation Foreign($input: StartPerimeterExportInput!) { startPerimeterExport(input: $input) { export { id } } }',
        { input: { institution, inbox: {}, format: 'CSV' } },
        { as: who },
      );
      expect(data).toEqual({ startPerimeterExport: null });
      expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_THE_RECIPIENT', clause: '3.4' });
    }
  });

  test('nobody else hears that there is one, also where two institutions share a server', async () => {
    const { id, bytes } = await exported(archives, { inbox: {}, columns: ['id'], format: 'NDJSON' });
    expect(id).toMatch(/^NAR:export:/);
    expect(objectsOf(bytes)).toEqual(await idsIn(archives));
    for (const other of [statistics, { institution: 'NAR', duty: 'REGISTRAR' }, clerk, auditor] as const) {
      expect(await standingOf(circuit, other, id)).toBeUndefined();
      expect(await fetchExport(circuit, other, id)).toMatchObject({ status: 404, code: 'EXPORT_NOT_FOUND' });
      const renamed = id.replace('NAR', speakerOf(other).institution);
      if (renamed !== id && other !== auditor)
        expect(await fetchExport(circuit, other, renamed)).toMatchObject({ status: 404, code: 'EXPORT_NOT_FOUND' });
    }
    expect(await fetchExport(circuit, null, id)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  test('and nobody has it who sees less than when it was made', async () => {
    const signatory = { institution: 'FIN', duty: 'SIGNATORY' } as const;
    const { id } = await exported(signatory, { inbox: {}, format: 'CSV' });
    await said(
      circuit,
      { institution: 'FIN', duty: 'SECURITY_OFFICER' },
      'withdrawClearance',
      { official: speakerOf(signatory).official },
      '__typename',
    );
    const fetched = async () => (await fetchExport(circuit, signatory, id)).code;
    await expect.poll(fetched, { timeout: 5_000 }).toBe('EXPORT_NOT_FOUND');
  });

  test('whoever began it finds it among the own, with who began it, and gives it up', async () => {
    const { id } = await exported(statistics, { inbox: {}, format: 'CSV' });
    const own = await nodesOf(circuit, statistics, 'perimeterExports', 'id list startedBy { id name }');
    expect(own[0]).toEqual({ id, list: 'inbox', startedBy: { id: 'STA:y.karpenko', name: 'Yaroslav Karpenko' } });
    expect(await said(circuit, statistics, 'cancelPerimeterExport', { exportId: id }, 'export { id }')).toEqual({ export: { id } });
    expect(await fetchExport(circuit, statistics, id)).toMatchObject({ status: 410, code: 'EXPORT_CANCELLED' });
  });
});

/** What was done with an export, the oldest first. How it stands was asked for, too: on record as every question about what an institution keeps. */
async function entriesOf(id: string): Promise<readonly object[]> {
  const query =
    'query Of($id: ID) { auditEntries(filter: { documentId: $id }) { edges { node { act outcome place official { id } export { query rows sha256 } } } } }';
  const { data } = await circuit.ask<{ auditEntries: { edges: { node: { act: string } }[] } }>(query, { id }, { as: auditor });
  return (data?.auditEntries.edges ?? []).flatMap(({ node }) => (node.act.startsWith('query ') ? [] : [node])).toReversed();
}

test('who acts for the institution by delegation has them made; the audit trail names him where the gateway heard him ask (§2.5, §10.11)', async () => {
  const by = { official: parseOfficialId('JUS:y.savchenko'), institution: parseInstitutionCode('STA') };
  const to = new Date(Date.now() + 3_600_000).toISOString();
  await said(circuit, statistics, 'delegateDuty', { official: by.official, duty: 'CLERK', to }, '__typename');
  // A new duty is heard of before it is used.
  const seen = await vi.waitFor(() => idsIn(by), { timeout: 5_000 });
  const { id, bytes } = await exported(by, { inbox: {}, columns: ['id'], format: 'NDJSON' });
  expect([seen, objectsOf(bytes)]).toEqual(Array(2).fill(await idsIn(statistics)));
  const begun = { act: 'startPerimeterExport', place: 'STA', official: { id: by.official } };
  await expect
    .poll(() => entriesOf(id), { timeout: 5_000 })
    .toMatchObject([begun, { act: 'finishExport', place: 'STA', official: null }, { act: 'downloadExport' }]);
});

test('the audit trail tells what was taken out of a perimeter, by whom, and that it was fetched (§3.14)', async () => {
  const { id, told } = await exported(clerk, { inbox: { state: ['REGISTERED'] }, columns: ['id'], format: 'CSV' });
  const asked = '{"list":"inbox","asked":{"institution":"FIN","state":["REGISTERED"]},"columns":["id"],"format":"CSV"}';
  const official = { id: speakerOf(clerk).official };
  await expect
    .poll(() => entriesOf(id), { timeout: 5_000 })
    .toEqual([
      { act: 'startPerimeterExport', outcome: 'DONE', place: 'FIN', official, export: { query: asked, rows: null, sha256: null } },
      { act: 'finishExport', outcome: 'DONE', place: 'FIN', official, export: { query: asked, rows: 2, sha256: told.sha256 } },
      { act: 'downloadExport', outcome: 'DONE', place: 'gateway', official, export: null },
    ]);
});
