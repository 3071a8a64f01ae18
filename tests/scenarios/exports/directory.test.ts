import { parse } from 'csv-parse/sync';
import readSheet from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { exported as exportedFrom, fetchExport, settled, standingOf, startExport } from '../../kit/exports.ts';
import { rowsOf } from '../../kit/rows.ts';
import { speakerOf, type Who } from '../../kit/who.ts';

const officer = { institution: 'JUS', duty: 'SECURITY_OFFICER' } as const;
const otherOfficer = { institution: 'FIN', duty: 'SECURITY_OFFICER' } as const;
const ofExchange = { institution: 'EXC', duty: 'SECURITY_OFFICER' } as const;
const auditor = { institution: 'EXC', duty: 'AUDITOR' } as const;
const by = speakerOf(officer).official;
const clerk = { institution: 'JUS', duty: 'CLERK' } as const;

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
  const command = (who: Who, name: string, input: object) =>
    circuit.ask(
      `mutation Say($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`,
      { input },
      { as: who },
    );
  for (const [who, code] of [
    [officer, 'JUS'],
    [otherOfficer, 'FIN'],
  ] as const)
    for (const name of ['a.newcomer', 'b.newcomer']) {
      const official = `${code}:${name}`;
      expect((await command(who, 'admitOfficial', { official, name: 'N. Newcomer' })).errors).toEqual([]);
      expect((await command(who, 'grantDuty', { official, duty: 'AUDITOR' })).errors).toEqual([]);
    }
  const { data } = await circuit.ask<{ appointments: { edges: { node: { id: string } }[] } }>(
    '{ appointments { edges { node { id } } } }',
    {},
    { as: officer },
  );
  const reason = '=cmd|calc';
  const withdrawn = { appointmentId: data?.appointments.edges[0]?.node.id, reason };
  expect((await command(officer, 'declineAppointment', withdrawn)).errors).toEqual([]);
});
afterAll(() => circuit?.close());

/** An export of a list of the directory that was made, and fetched. */
const exported = (who: Who, input: object) => exportedFrom(circuit, who, input, 'Directory');

const every = { appointments: { filter: { state: ['PENDING', 'CONFIRMED', 'DECLINED', 'EXPIRED'] } } };

/** The proposals that the list itself shows. */
async function shown(who: Who): Promise<readonly string[]> {
  const query = 'query Shown($filter: AppointmentFilter) { appointments(filter: $filter, first: 100) { edges { node { id } } } }';
  const { data, errors } = await circuit.ask<{ appointments: { edges: { node: { id: string } }[] } }>(query, every.appointments, {
    as: who,
  });
  expect(errors).toEqual([]);
  return data?.appointments.edges.map(({ node }) => node.id) ?? [];
}

describe('appointments, as an export (§3.13, §2.6.2)', () => {
  test('are as CSV and as XLSX what the list shows whoever has them made, and nothing else', async () => {
    const { bytes } = await exported(officer, { ...every, format: 'CSV' });
    const rows = parse(bytes, { bom: true, columns: true }) as readonly Record<string, string>[];
    expect(rows.map(({ id }) => id)).toEqual(await shown(officer));
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map(({ institution }) => institution))).toEqual(new Set(['JUS']));
    const declined = rows.find(({ state }) => state === 'DECLINED');
    expect(declined).toMatchObject({ duty: 'AUDITOR', clearance: 'false', decidedBy: by, note: "'=cmd|calc" });

    const xlsx = await exported(officer, { ...every, columns: ['id', 'clearance', 'proposedAt', 'note'], format: 'XLSX' });
    const [names, ...cells] = (await readSheet(xlsx.bytes, { trim: false }))[0]?.data ?? [];
    expect(names).toEqual(['id', 'clearance', 'proposedAt', 'note']);
    expect(cells.map(([id]) => id)).toEqual(rows.map(({ id }) => id));
    expect(cells.map(([, clearance]) => clearance)).toEqual([false, false]);
    for (const [index, [, , at]] of cells.entries())
      expect(Math.abs(Number(at) - Date.parse(rows[index]?.proposedAt ?? ''))).toBeLessThan(1_000);
    expect(cells.map((row) => row[3] ?? '')).toContain('=cmd|calc');
  });

  test('are for the exchange’s officers those of all', async () => {
    const { bytes, told } = await exported(ofExchange, { ...every, columns: ['id', 'institution'], format: 'NDJSON' });
    const rows = bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly id: string; readonly institution: string });
    expect(rows.map(({ id }) => id)).toEqual(await shown(ofExchange));
    expect(new Set(rows.map(({ institution }) => institution))).toEqual(new Set(['JUS', 'FIN']));
    expect(told.progress).toEqual({ rows: 4, totalRows: 4 });
  });

  test('are nobody else’s: another who asks for them hears that there are none', async () => {
    const { id } = await exported(officer, { ...every, format: 'CSV' });
    for (const other of [otherOfficer, ofExchange, clerk, auditor]) {
      expect(await standingOf(circuit, other, id)).toBeUndefined();
      expect(await fetchExport(circuit, other, id)).toMatchObject({ status: 404, code: 'EXPORT_NOT_FOUND' });
    }
    expect(await fetchExport(circuit, null, id)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  test('are among the own, with who began them', async () => {
    const { id } = await exported(officer, { ...every, format: 'CSV' });
    const query = '{ directoryExports { edges { node { id list startedBy { id name institution { code } } } } } }';
    const { data, errors } = await circuit.ask<{ directoryExports: { edges: { node: object }[] } }>(query, {}, { as: officer });
    expect(errors).toEqual([]);
    const startedBy = { id: by, name: 'Vira Zinchenko', institution: { code: 'JUS' } };
    expect(data?.directoryExports.edges[0]?.node).toEqual({ id, list: 'appointments', startedBy });
  });

  test('and are refused, with a code, where the filter is none or the duty is missing', async () => {
    const code = async (who: Who, input: object) => (await startExport(circuit, who, { format: 'CSV', ...input }, 'Directory')).code;
    expect(await code(officer, { appointments: { filter: { official: 'nobody' } } })).toBe('MALFORMED_ID');
    expect(await code(officer, { appointments: { filter: { state: ['LOST'] } } })).toBe('BAD_INPUT');
    expect(await code(officer, { ...every, columns: ['salary'] })).toBe('BAD_INPUT');
    expect(await code(officer, { ...every, institutions: {} })).toBe('BAD_INPUT');
    expect(await code(clerk, every)).toBe('DUTY_REQUIRED');
    expect(await code(clerk, { breakGlasses: {} })).toBe('DUTY_REQUIRED');
  });
});

test('institutions and versions of the regulation, as exports, are for every official (§2.2)', async () => {
  const { bytes } = await exported(clerk, { institutions: { filter: { hosted: true } }, columns: ['code', 'hosted'], format: 'CSV' });
  const rows = parse(bytes, { bom: true, columns: true }) as readonly Record<string, string>[];
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map(({ hosted }) => hosted))).toEqual(new Set(['true']));
  const versions = await exported(clerk, { regulations: true, columns: ['version', 'state'], format: 'NDJSON' });
  expect(JSON.parse(versions.bytes.toString())).toEqual({ version: 1, state: 'CONFIRMED' });
});

test('the audit trail tells what was taken out of the directory, by whom, and that it was fetched (§3.14)', async () => {
  const { id, told } = await exported(officer, { appointments: { filter: { state: ['DECLINED'] } }, columns: ['id'], format: 'CSV' });
  const query =
    'query Of($id: ID) { auditEntries(filter: { documentId: $id }) { edges { node { act outcome place official { id } export { query rows sha256 } } } } }';
  const entries = async () => {
    const { data } = await circuit.ask<{ auditEntries: { edges: { node: object }[] } }>(query, { id }, { as: auditor });
    return data?.auditEntries.edges.map(({ node }) => node).toReversed();
  };
  const asked = '{"list":"appointments","asked":{"filter":{"state":["DECLINED"]}},"columns":["id"],"format":"CSV"}';
  const official = { id: by };
  await expect.poll(entries, { timeout: 5_000 }).toEqual([
    { act: 'startDirectoryExport', outcome: 'DONE', place: 'directory', official, export: { query: asked, rows: null, sha256: null } },
    { act: 'finishExport', outcome: 'DONE', place: 'directory', official, export: { query: asked, rows: 1, sha256: told.sha256 } },
    { act: 'downloadExport', outcome: 'DONE', place: 'gateway', official, export: null },
  ]);
});

test('an export that a killed server left behind goes on, from the last page that was kept (§3.13)', async () => {
  const id = 'directory:export:01M8AXN6DM720W348R7AGY6GMB';
  await circuit.services.stop('directory');
  await rowsOf(
    circuit.databaseUrl('directory'),
    `INSERT INTO export (id, list, format, asked, columns, official, institution, sight, status, worker, lease_until, place, pages, rows, total_rows, started_at, expires_at)
     VALUES ('${id}', 'institutions', 'NDJSON', '{}', '{code}', '${by}', 'JUS', '{}', 'RUNNING', 'gone', now() - interval '1 second', '["EXC"]', 1, 1, 3, now(), now() + interval '1 day')`,
  );
  await rowsOf(circuit.databaseUrl('directory'), `INSERT INTO export_page VALUES ('${id}', 0, '[["AAA"]]')`);
  await circuit.services.start('directory');
  const told = await settled(circuit, officer, id);
  expect(told.status).toBe('FINISHED');
  const lines = (await fetchExport(circuit, officer, id)).bytes.toString().trimEnd().split('\n');
  const codes = lines.map((line) => JSON.parse(line).code as string);
  expect(codes[0]).toBe('AAA');
  expect(codes.slice(1)).toContain('FIN');
  expect(codes.slice(1)).toEqual(codes.slice(1).toSorted());
  expect(codes).not.toContain('EXC');
});
