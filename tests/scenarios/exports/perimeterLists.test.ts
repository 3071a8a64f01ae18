import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import readSheet from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { fetchExport, objectsOf } from '../../kit/exports.ts';
import { exportedFromPerimeter, nodesOf, said } from '../../kit/perimeterLists.ts';
import { delivered, received, resolved, type Travelling } from '../../kit/walks.ts';
import type { Who } from '../../kit/who.ts';

const clerk = { institution: 'FIN', duty: 'CLERK' } as const;
const registrar = { institution: 'FIN', duty: 'REGISTRAR' } as const;
const ofJustice = { institution: 'JUS', duty: 'CLERK' } as const;

let circuit: TestCircuit;
let formula: Travelling;
let restricted: Travelling;
beforeAll(async () => {
  circuit = await startTestCircuit();
  formula = await resolved(circuit.desk(), { facts: { title: '=cmd|calc' } });
  restricted = await delivered(circuit.desk(), { facts: { access: 'RESTRICTED', title: 'Not for all' } });
  await received(circuit.desk(), { facts: { access: 'PUBLIC', title: 'Про воду 🏛' } });
  const wish = { documentId: formula.id, official: 'MOH:z.panchenko', reason: 'A flood.' };
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  const { breakGlass } = await said(circuit, 'EXC:o.bereza', 'askBreakGlass', { ...wish, endsAt }, 'breakGlass { id }');
  await said(circuit, 'EXC:y.koshel', 'confirmBreakGlass', { breakGlassId: breakGlass?.id });
  await vi.waitFor(async () => expect(await notices(ofJustice)).toHaveLength(1), { timeout: 10_000 });
}, 120_000);
afterAll(() => circuit?.close());

const exported = (who: Who, input: object) => exportedFromPerimeter(circuit, who, input);
const inbox = (who: Who) => nodesOf(circuit, who, 'inbox', 'id state deliveredAt incomingNumber registeredAt copy { title documentDate }');
const notices = (who: Who) => nodesOf(circuit, who, 'notices', 'id at state text document { id }');

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
