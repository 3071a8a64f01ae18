import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import readSheet from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { fetchExport, settled, standingOf, startExport } from '../../kit/exports.ts';
import { delivered, received, resolved, type Travelling } from '../../kit/walks.ts';
import { speakerOf, type Who } from '../../kit/who.ts';

const clerk = { institution: 'FIN', duty: 'CLERK' } as const;
const registrar = { institution: 'FIN', duty: 'REGISTRAR' } as const;
const ofJustice = { institution: 'JUS', duty: 'CLERK' } as const;
const archives = { institution: 'NAR', duty: 'CLERK' } as const;
const statistics = { institution: 'STA', duty: 'CLERK' } as const;
const auditor = { institution: 'EXC', duty: 'AUDITOR' } as const;

let circuit: TestCircuit;
let formula: Travelling;
let restricted: Travelling;
beforeAll(async () => {
  circuit = await startTestCircuit();
  formula = await resolved(circuit.desk(), { facts: { title: '=cmd|calc' } });
  restricted = await delivered(circuit.desk(), { facts: { access: 'RESTRICTED', title: 'Not for all' } });
  await received(circuit.desk(), { facts: { access: 'PUBLIC', title: 'Про воду 🏛' } });
  for (const to of ['NAR', 'STA']) await delivered(circuit.desk(), { to });
  const wish = { documentId: formula.id, official: 'MOH:z.panchenko', reason: 'A flood.' };
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  const { breakGlass } = await said('EXC:o.bereza', 'askBreakGlass', { ...wish, endsAt }, 'breakGlass { id }');
  await said('EXC:y.koshel', 'confirmBreakGlass', { breakGlassId: breakGlass?.id }, 'breakGlass { id }');
  await vi.waitFor(async () => expect(await notices(ofJustice)).toHaveLength(1), { timeout: 10_000 });
}, 120_000);
afterAll(() => circuit?.close());

type Payload = Readonly<Record<string, { readonly id: string }>>;
async function said(as: Who, name: string, input: object, selection: string): Promise<Payload> {
  const words = `mutation Say($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`;
  const { data, errors } = await circuit.ask<Record<string, Payload>>(words, { input }, { as });
  expect(errors).toEqual([]);
  return data?.[name] ?? {};
}

/** An export that was made, and fetched. */
async function exported(who: Who, input: object) {
  const { id, code } = await startExport(circuit, who, { institution: speakerOf(who).institution, ...input }, 'Perimeter');
  expect(code).toBeUndefined();
  const told = await settled(circuit, who, id);
  expect(told).toMatchObject({ status: 'FINISHED', failure: null, url: `/exports/${id}` });
  const { status, headers, bytes } = await fetchExport(circuit, who, id);
  expect([status, headers.get('etag')]).toEqual([200, `"${told.sha256}"`]);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(told.sha256);
  return { id, told, bytes };
}
const linesOf = (bytes: Buffer) => bytes.toString().split('\n').slice(0, -1);
const objectsOf = (bytes: Buffer): readonly Readonly<Record<string, unknown>>[] => linesOf(bytes).map((line) => JSON.parse(line));

async function nodes(who: Who, list: string, fields: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const query = `query Shown($of: ID!) { shown: ${list}(institution: $of, first: 100) { edges { node { ${fields} } } } }`;
  const variables = { of: speakerOf(who).institution };
  const { data, errors } = await circuit.ask<{ shown: { edges: { node: Record<string, unknown> }[] } }>(query, variables, { as: who });
  expect(errors).toEqual([]);
  return (data?.shown.edges ?? []).map(({ node }) => node);
}
const inbox = (who: Who) => nodes(who, 'inbox', 'id state deliveredAt incomingNumber registeredAt copy { title documentDate }');
const notices = (who: Who) => nodes(who, 'notices', 'id at state text document { id }');

const columns = ['id', 'state', 'title', 'documentDate', 'deliveredAt', 'incomingNumber', 'registeredAt'];
/** What the inbox shows, as a line of those columns. */
async function shown(who: Who) {
  return (await inbox(who)).map(({ id, state, copy, ...of }) => {
    const { title, documentDate } = copy as { readonly title: string; readonly documentDate: string };
    return [id, state, title, documentDate, of.deliveredAt, of.incomingNumber, of.registeredAt];
  });
}

describe('an inbox, as an export (§3.13, §3.4)', () => {
  test('is in each format what the list shows', async () => {
    const rows = await shown(registrar);
    expect(rows).toHaveLength(3);
    const order = { inbox: {}, columns };

    const csv = parse((await exported(registrar, { ...order, format: 'CSV' })).bytes, { bom: true }) as readonly string[][];
    expect(csv).toEqual([columns, ...rows.map((row) => row.map((cell) => (cell === '=cmd|calc' ? "'=cmd|calc" : (cell ?? ''))))]);

    const ndjson = await exported(registrar, { ...order, format: 'NDJSON' });
    expect(objectsOf(ndjson.bytes)).toEqual(rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]]))));
    expect(ndjson.told.progress).toEqual({ rows: 3, totalRows: 3 });

    const moments = (row: readonly unknown[]) =>
      row.map((cell, index) => (cell !== null && [3, 4, 6].includes(index) ? new Date(String(cell)) : cell));
    const parquet = await exported(registrar, { ...order, format: 'PARQUET' });
    const read = await parquetReadObjects({ file: new Uint8Array(parquet.bytes).buffer });
    expect(read.map((row) => Object.values(row).map((cell) => cell ?? null))).toEqual(rows.map(moments));

    const xlsx = await exported(registrar, { ...order, columns: ['id', 'title'], format: 'XLSX' });
    const [names, ...cells] = (await readSheet(xlsx.bytes, { trim: false }))[0]?.data ?? [];
    expect([names, ...cells]).toEqual([['id', 'title'], ...rows.map(([id, , title]) => [id, title])]);
  });

  test('has what the recipient did with it, and the states that were asked for', async () => {
    const { bytes } = await exported(registrar, { inbox: { state: ['REGISTERED'] }, format: 'NDJSON' });
    const rows = objectsOf(bytes);
    expect(rows.map(({ state }) => state)).toEqual(['REGISTERED', 'REGISTERED']);
    const expected = { from: 'JUS', documentId: formula.id, kind: 'LegalOpinion', access: 'INTERNAL', executor: 'FIN:s.kravets' };
    expect(rows.at(-1)).toMatchObject({ ...expected, instruction: 'Answer within a week.', report: null, refusalReason: null });
  });

  test('is without RESTRICTED documents for who has no clearance, as the list is (§3.2)', async () => {
    const { bytes, told } = await exported(clerk, { inbox: {}, columns: ['id'], format: 'NDJSON' });
    const ids = objectsOf(bytes).map(({ id }) => id);
    expect(ids).toEqual((await inbox(clerk)).map(({ id }) => id));
    expect(ids).not.toContain(restricted.sent.id);
    expect(told.progress).toEqual({ rows: 2, totalRows: 2 });
  });

  test('goes on where its download broke off', async () => {
    const { id, bytes, told } = await exported(registrar, { inbox: {}, format: 'CSV' });
    const rest = { range: 'bytes=100-', 'if-range': `"${told.sha256}"` };
    const parts = [
      await fetchExport(circuit, registrar, id, { headers: { range: 'bytes=0-99' } }),
      await fetchExport(circuit, registrar, id, { headers: rest }),
    ];
    expect(parts.map(({ status }) => status)).toEqual([206, 206]);
    expect(Buffer.concat(parts.map((part) => part.bytes)).equals(bytes)).toBe(true);
  });
});

test('notices, as an export, are what the list shows (§7.7, §13.2)', async () => {
  const { bytes } = await exported(ofJustice, { notices: true, format: 'NDJSON' });
  const [notice] = await notices(ofJustice);
  const { document, ...told } = notice ?? {};
  expect(objectsOf(bytes)).toEqual([{ ...told, documentId: formula.id, consignmentId: null }]);
  expect(document).toEqual({ id: formula.id });
  const none = await exported(registrar, { notices: true, columns: ['id', 'text'], format: 'CSV' });
  expect(none.bytes.toString()).toBe('\uFEFFid,text\r\n');
});

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
    expect(objectsOf(bytes)).toEqual((await inbox(archives)).map((node) => ({ id: node.id })));
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
    const own = await nodes(statistics, 'perimeterExports', 'id list startedBy { id name }');
    expect(own[0]).toEqual({ id, list: 'inbox', startedBy: { id: 'STA:y.karpenko', name: 'Yaroslav Karpenko' } });
    expect(await said(statistics, 'cancelPerimeterExport', { exportId: id }, 'export { id }')).toEqual({ export: { id } });
    expect(await fetchExport(circuit, statistics, id)).toMatchObject({ status: 410, code: 'EXPORT_CANCELLED' });
  });
});

test('the audit trail tells what was taken out of a perimeter, by whom, and that it was fetched (§3.14)', async () => {
  const { id, told } = await exported(clerk, { inbox: { state: ['REGISTERED'] }, columns: ['id'], format: 'CSV' });
  const query =
    'query Of($id: ID) { auditEntries(filter: { documentId: $id }) { edges { node { act outcome place official { id } export { query rows sha256 } } } } }';
  const entries = async () => {
    const { data } = await circuit.ask<{ auditEntries: { edges: { node: { act: string } }[] } }>(query, { id }, { as: auditor });
    // How it stands was asked for, too: that is on record as every question about what an institution keeps.
    return data?.auditEntries.edges.flatMap(({ node }) => (node.act.startsWith('query ') ? [] : [node])).toReversed();
  };
  const asked = '{"list":"inbox","asked":{"institution":"FIN","state":["REGISTERED"]},"columns":["id"],"format":"CSV"}';
  const official = { id: speakerOf(clerk).official };
  await expect.poll(entries, { timeout: 5_000 }).toEqual([
    { act: 'startPerimeterExport', outcome: 'DONE', place: 'FIN', official, export: { query: asked, rows: null, sha256: null } },
    { act: 'finishExport', outcome: 'DONE', place: 'FIN', official, export: { query: asked, rows: 2, sha256: told.sha256 } },
    { act: 'downloadExport', outcome: 'DONE', place: 'gateway', official, export: null },
  ]);
});
