import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import readSheet from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { exported as exportedFrom, fetchExport, type Of, standingOf, startExport } from '../../kit/exports.ts';
import { everythingFollowed } from '../../kit/followedFeeds.ts';
import { rowsOf } from '../../kit/rows.ts';
import { received, registered } from '../../kit/walks.ts';
import { speakerOf, type Who } from '../../kit/who.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
const analyst = { institution: 'EXC', duty: 'ANALYST' } as const;
const auditor = { institution: 'EXC', duty: 'AUDITOR' } as const;
const titles = ['=HYPERLINK("http://evil.example")', 'Про закупівлю вакцин 🏛, «терміново»', 'plain', '@SUM(A1)'];

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
  for (const title of titles) await registered(circuit.desk(), { facts: { title, access: 'PUBLIC' } });
  await received(circuit.desk());
  await everythingFollowed(circuit);
});
afterAll(() => circuit?.close());

/** An export that was made, and fetched. */
const exported = (who: Who, input: object, of: Of = '') => exportedFrom(circuit, who, input, of);

/** What the list itself shows. */
async function listed(who: Who): Promise<readonly (readonly unknown[])[]> {
  const query = `{ documents(first: 100, orderBy: TITLE) { edges { node {
    id institution { code } kind status access title documentDate outgoingNumber origin declaredNumber jointInstitutions { code } } } } }`;
  type Node = Record<string, unknown> & { readonly institution: { readonly code: string } };
  const { data, errors } = await circuit.ask<{ documents: { edges: { node: Node }[] } }>(query, {}, { as: who });
  expect(errors).toEqual([]);
  return (data?.documents.edges ?? []).map(({ node }) => Object.values({ ...node, institution: node.institution.code }));
}

const documents = { documents: { orderBy: 'TITLE' } };

describe('documents, as an export (§3.13)', () => {
  test('are in each format what the list shows', async () => {
    const rows = await listed(clerk);
    expect(rows).toHaveLength(5);
    const names = [
      'id',
      'institution',
      'kind',
      'status',
      'access',
      'title',
      'documentDate',
      'outgoingNumber',
      'origin',
      'declaredNumber',
      'jointInstitutions',
    ];

    const csv = await exported(clerk, { ...documents, format: 'CSV' });
    const [head, ...lines] = parse(csv.bytes, { bom: true }) as readonly string[][];
    expect(head).toEqual(names);
    const texts = rows.map((row) => row.map((cell) => (Array.isArray(cell) ? cell.join('; ') : (cell ?? ''))));
    const defused = texts.map((row) => row.map((cell) => (/^[=@]/.test(String(cell)) ? `'${cell}` : cell)));
    expect(lines).toEqual(defused);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename=documents-.*\.csv$/);

    const ndjson = await exported(clerk, { ...documents, format: 'NDJSON' });
    const objects = ndjson.bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects).toEqual(rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]]))));

    const xlsx = await exported(clerk, { ...documents, format: 'XLSX' });
    const [first, ...cells] = (await readSheet(xlsx.bytes, { trim: false }))[0]?.data ?? [];
    expect(first).toEqual(names);
    const day = (row: readonly unknown[]) => row.map((cell, index) => (index === 6 ? new Date(String(cell)) : cell === '' ? null : cell));
    expect(cells.map((row) => [...row, ...Array(names.length - row.length).fill(null)])).toEqual(texts.map(day));

    const parquet = await exported(clerk, { ...documents, format: 'PARQUET' });
    const read = await parquetReadObjects({ file: new Uint8Array(parquet.bytes).buffer });
    expect(read.map((row) => Object.values(row).map((cell) => cell ?? null))).toEqual(
      rows.map((row) => row.map((cell, index) => (index === 6 ? new Date(String(cell)) : cell))),
    );
  });

  test('are the caller’s own: another sees others', async () => {
    const { bytes } = await exported({ institution: 'MOH', duty: 'CLERK' }, { ...documents, columns: ['title'], format: 'NDJSON' });
    const rows = bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).title);
    expect(rows.toSorted()).toEqual(titles.toSorted());
  });
});

test('statistics, as an export, have the groups that the statistic tells (§3.6)', async () => {
  const { bytes } = await exported(analyst, { documentStatistics: { groupBy: ['INSTITUTION', 'ACCESS'] }, format: 'CSV' });
  expect(bytes.toString()).toBe('\uFEFFinstitution,access,count\r\nJUS,PUBLIC,4\r\nJUS,INTERNAL,1\r\n');
  const { bytes: exchange } = await exported(analyst, { exchangeStatistics: { groupBy: ['SENDER', 'STATE'] }, format: 'NDJSON' });
  expect(JSON.parse(exchange.toString())).toMatchObject({
    sender: 'JUS',
    state: 'REGISTERED',
    count: 1,
    medianHoursToRegister: expect.any(Number),
  });
});

describe('who fetches an export', () => {
  test('goes on where it broke off', async () => {
    const { id, bytes, told } = await exported(clerk, { ...documents, format: 'CSV' });
    const etag = `"${told.sha256}"`;
    const begun = await fetchExport(circuit, clerk, id, { headers: { range: 'bytes=0-99' } });
    const rest = await fetchExport(circuit, clerk, id, { headers: { range: 'bytes=100-', 'if-range': etag } });
    expect([begun.status, rest.status]).toEqual([206, 206]);
    expect(rest.headers.get('content-range')).toBe(`bytes 100-${bytes.length - 1}/${bytes.length}`);
    expect(Buffer.concat([begun.bytes, rest.bytes]).equals(bytes)).toBe(true);
    expect((await fetchExport(circuit, clerk, id, { headers: { range: 'bytes=100-', 'if-range': '"old"' } })).status).toBe(200);
    // A tag too long to be ours is another file's, too.
    const long = `"${'f'.repeat(400)}"`;
    expect((await fetchExport(circuit, clerk, id, { headers: { range: 'bytes=100-', 'if-range': long } })).status).toBe(200);
    expect((await fetchExport(circuit, clerk, id, { headers: { range: 'bytes=9999999-' } })).status).toBe(416);
    expect((await fetchExport(circuit, clerk, id, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const head = await fetchExport(circuit, clerk, id, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([200, String(bytes.length), 0]);
  });

  test('and has not begun it, or has no token, or names none, gets nothing', async () => {
    const { id } = await exported(clerk, { ...documents, format: 'CSV' });
    expect(await fetchExport(circuit, { institution: 'JUS', duty: 'REGISTRAR' }, id)).toMatchObject({
      status: 404,
      code: 'EXPORT_NOT_FOUND',
    });
    expect(await fetchExport(circuit, null, id)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    const strange = [
      `${id}0`,
      id.replace('catalogue', 'audit'),
      '..%2f..%2fetc%2fpasswd',
      '%',
      '%00',
      '',
      encodeURIComponent("' OR 1=1--"),
    ];
    for (const name of strange) expect((await fetchExport(circuit, auditor, name)).code).toBe('EXPORT_NOT_FOUND');
    expect((await fetchExport(circuit, clerk, id, { method: 'DELETE' })).status).toBe(405);
  });

  test('while it is made hears how far it is', async () => {
    await circuit.services.stop('catalogue');
    await rowsOf(
      circuit.databaseUrl('catalogue'),
      `INSERT INTO export (id, list, format, asked, columns, official, institution, sight, status, worker, lease_until, rows, total_rows, started_at, expires_at)
       SELECT 'catalogue:export:01M8AXN6DM720W348R7AGY6GMB', list, format, asked, columns, official, institution, sight, 'RUNNING', 'elsewhere', now() + interval '1 hour', 2000, 5000, now(), expires_at
         FROM export WHERE list = 'documents' LIMIT 1`,
    );
    await circuit.services.start('catalogue');
    const [row] = await rowsOf<{ official: string }>(
      circuit.databaseUrl('catalogue'),
      "SELECT official FROM export WHERE worker = 'elsewhere'",
    );
    const { status, headers, bytes } = await fetchExport(circuit, row?.official ?? '', 'catalogue:export:01M8AXN6DM720W348R7AGY6GMB');
    expect([status, headers.get('retry-after')]).toEqual([202, '2']);
    expect(JSON.parse(bytes.toString())).toMatchObject({ status: 'RUNNING', progress: { rows: 2000, totalRows: 5000, isGathered: false } });
    await rowsOf(circuit.databaseUrl('catalogue'), "DELETE FROM export WHERE worker = 'elsewhere'");
  });
});

test('who has lost the duty meanwhile gets nothing more (§3.13)', async () => {
  const officer = { institution: 'JUS', duty: 'SECURITY_OFFICER' } as const;
  const give = (command: string, input: object) =>
    circuit.ask(
      `mutation Give($input: ${command[0]?.toUpperCase()}${command.slice(1)}Input!) { ${command}(input: $input) { __typename } }`,
      { input },
      { as: officer },
    );
  const official = 'JUS:n.newcomer';
  expect((await give('admitOfficial', { official, name: 'N. Newcomer' })).errors).toEqual([]);
  expect((await give('grantDuty', { official, duty: 'CLERK' })).errors).toEqual([]);
  // Services hear of a new duty within a second.
  const { id } = await vi.waitFor(() => exported(official, { ...documents, format: 'CSV' }), { timeout: 5_000, interval: 200 });
  expect((await give('endDuty', { official, duty: 'CLERK' })).errors).toEqual([]);
  await expect.poll(async () => (await fetchExport(circuit, official, id)).status, { timeout: 5_000 }).toBe(403);
  expect(await standingOf(circuit, official, id)).toBeUndefined();
});

describe('the audit trail, as an export', () => {
  test('has the entries that the list shows, and is for auditors', async () => {
    const filter = { act: 'registerDocument' };
    const query = 'query Trail($filter: AuditFilter) { auditEntries(filter: $filter, first: 100) { edges { node { id } } } }';
    const { data } = await circuit.ask<{ auditEntries: { edges: { node: { id: string } }[] } }>(query, { filter }, { as: auditor });
    const known = data?.auditEntries.edges.map(({ node }) => node.id) ?? [];
    expect(known.length).toBeGreaterThan(4);
    const { bytes } = await exported(auditor, { filter, format: 'CSV' }, 'Audit');
    const rows = parse(bytes, { bom: true, columns: true }) as readonly Record<string, string>[];
    expect(rows.map(({ id }) => id)).toEqual(known);
    expect(rows[0]).toMatchObject({ act: 'registerDocument', outcome: 'DONE', times: '1' });
    expect((await startExport(circuit, clerk, { filter, format: 'CSV' }, 'Audit')).code).toBe('DUTY_REQUIRED');
  });

  test('tells of every export what was asked, what came of it, and who fetched it (§3.14)', async () => {
    const asked = { documents: { filter: { kind: ['LegalOpinion'] }, orderBy: 'TITLE' }, columns: ['id', 'title'], format: 'CSV' };
    const { id, told } = await exported(clerk, asked);
    const of = await exported(auditor, { filter: { act: 'signDocument' }, format: 'CSV' }, 'Audit');
    const query = `query Of($id: String) { auditEntries(filter: { documentId: $id }) { edges { node {
      act outcome place documentIds official { id } export { query rows size sha256 } } } } }`.replace('String', 'ID');
    const entriesOf = async (about: string) => {
      const { data, errors } = await circuit.ask<{ auditEntries: { edges: { node: Record<string, unknown> }[] } }>(
        query,
        { id: about },
        { as: auditor },
      );
      expect(errors).toEqual([]);
      return data?.auditEntries.edges.map(({ node }) => node) ?? [];
    };
    const expected = (start: string, place: string, { query: words, size, sha256, progress }: typeof told, by: string) => [
      { act: start, outcome: 'DONE', place, official: { id: by }, export: { query: words, rows: null, size: null, sha256: null } },
      { act: 'finishExport', outcome: 'DONE', place, official: { id: by }, export: { query: words, rows: progress.rows, size, sha256 } },
      { act: 'downloadExport', outcome: 'DONE', place: 'gateway', official: { id: by }, export: null },
    ];
    const officialOf = (who: Who) => speakerOf(who).official;
    const words =
      '{"list":"documents","asked":{"filter":{"kind":["LegalOpinion"]},"orderBy":"TITLE"},"columns":["id","title"],"format":"CSV"}';
    expect(told.query).toBe(words);
    await expect
      .poll(async () => (await entriesOf(id)).toReversed(), { timeout: 5_000 })
      .toMatchObject(expected('startExport', 'catalogue', told, officialOf(clerk)));
    await expect
      .poll(async () => (await entriesOf(of.id)).toReversed(), { timeout: 5_000 })
      .toMatchObject(expected('startAuditExport', 'audit', of.told, officialOf(auditor)));
  });
});
