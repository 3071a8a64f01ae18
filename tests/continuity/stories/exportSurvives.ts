import { setTimeout as pause } from 'node:timers/promises';
import { demoCast, issueToken, readIssuerKey, type ServiceName } from '@chancery/circuit';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { lentCircuit } from '../../kit/lentCircuit.ts';
import type { ProcessCircuit } from '../../kit/processes.ts';
import { rowsOf } from '../../kit/rows.ts';

const officer = demoCast('JUS', 'SECURITY_OFFICER');
const clerk = demoCast('JUS', 'CLERK');

/** A service that makes exports, and a long one of them. */
interface Exporter {
  readonly service: ServiceName;
  readonly as: ReturnType<typeof demoCast>;
  readonly rows: number;
  /** Puts them there. */
  readonly statement: string;
  readonly mutation: string;
}

/** The audit trail comes last: while it is away nobody begins anything. */
const exporters: readonly Exporter[] = [
  {
    service: 'catalogue',
    as: demoCast('EXC', 'ANALYST'),
    rows: 40_000,
    statement: `INSERT INTO card (id, institution, kind, status, access, title, document_date, readers, joint_institutions, revision)
      SELECT 'NAR:OfficialLetter:01J' || lpad(n::text, 23, '0'), 'NAR', 'OfficialLetter', 'FILED', 'PUBLIC', 'Letter ' || n, '2020-01-01'::date + n % 2000, '{}', '{}', 1
        FROM generate_series(1, 40000) n`,
    mutation:
      'mutation { startExport(input: { documents: { filter: { documentDateTo: "2025-12-31" } }, columns: ["id"], format: NDJSON }) { export { id } } }',
  },
  {
    service: 'directory',
    as: officer,
    rows: 20_000,
    statement: `INSERT INTO appointment (id, official, institution, duty, proposed_by, proposed_at, decided, decided_by, decided_at, note)
      SELECT 'JUS:01J' || lpad(n::text, 23, '0'), '${clerk.official}', 'JUS', 'CLERK', '${officer.official}', '2020-01-01'::timestamptz + n / 3 * interval '1 second',
             'DECLINED', '${officer.official}', '2020-02-01', 'Number ' || n FROM generate_series(1, 20000) n`,
    mutation: `mutation {
      startDirectoryExport(input: { appointments: { filter: { state: [DECLINED], official: "${clerk.official}" } }, format: NDJSON }) { export { id } } }`,
  },
  {
    service: 'justice',
    as: clerk,
    rows: 20_000,
    statement: `INSERT INTO consignment (id, institution, sender, dispatch_id, document_id, access, copy, state, bundle, receipt, received_at, expires_at, delivered_at)
      SELECT 'JUS:01J' || lpad(n::text, 23, '0'), 'JUS', 'NAR', 'NAR:01J' || lpad(n::text, 23, '0'), 'NAR:OfficialLetter:01J' || lpad(n::text, 23, '0'), 'PUBLIC',
             'IN_INBOX', 'REFUSED', jsonb_build_object('outgoingNumber', n::text, 'signed', '{"title":"Letter","kind":"OfficialLetter","documentDate":"2020-01-01"}'::jsonb),
             '{}', now(), now(), '2020-01-01'::timestamptz + n / 3 * interval '1 second'
        FROM generate_series(1, 20000) n`,
    mutation: `mutation {
      startPerimeterExport(input: { institution: "JUS", inbox: { state: [REFUSED] }, format: NDJSON }) { export { id } } }`,
  },
  {
    service: 'audit',
    as: demoCast('EXC', 'AUDITOR'),
    rows: 20_000,
    statement: `INSERT INTO audit_entry (id, at, place, act, duties, documents, outcome, trace_id)
      SELECT 'justice:01J' || lpad(n::text, 23, '0'), '2020-01-01'::timestamptz + n / 3 * interval '1 second', 'JUS', 'toldLongAgo', '{}', '{}', 'DONE', repeat('0', 32)
        FROM generate_series(1, 20000) n`,
    mutation: 'mutation { startAuditExport(input: { filter: { act: "toldLongAgo" }, format: NDJSON }) { export { id } } }',
  },
];

interface Standing {
  readonly status: string;
  readonly rows: number;
  readonly gathered: boolean;
  readonly attempts: number;
}

/** Whatever kills the service that makes it, and whenever, an export is made once and whole (§3.13). */
describe('an export whose server is killed', () => {
  let circuit: ProcessCircuit;
  beforeAll(async () => {
    circuit = await lentCircuit();
    for (const { service, statement } of exporters) await rowsOf(circuit.databaseUrl(service), statement);
  }, 150_000);

  const begun = async ({ mutation, as }: Exporter): Promise<string> => {
    const payloads = await circuit.gateway.read<Record<string, { export: { id: string } }>>(mutation, {}, as);
    return Object.values(payloads)[0]?.export.id ?? '';
  };

  /** How an export stands once it has come so far, or to its end. Asked of the database: the moments are short. */
  async function reached(service: ServiceName, id: string, isThere: (told: Standing) => boolean, every = 250): Promise<Standing> {
    const client = new pg.Client({ connectionString: circuit.databaseUrl(service), application_name: 'chancery-test' });
    await client.connect();
    try {
      const question = 'SELECT status, rows, gathered_at IS NOT NULL AS gathered, attempts FROM export WHERE id = $1';
      for (const end = Date.now() + 120_000; Date.now() < end; await pause(every)) {
        const [told] = (await client.query<Standing>(question, [id])).rows;
        if (told !== undefined && (isThere(told) || told.status === 'FINISHED' || told.status === 'FAILED')) return told;
      }
    } finally {
      await client.end();
    }
    throw new Error(`${id} did not come so far.`);
  }

  async function linesOf(id: string, as: Exporter['as']): Promise<readonly string[]> {
    const issuer = readIssuerKey(circuit.home);
    if (!issuer) throw new Error('The circuit has no issuer of its own.');
    const headers = { authorization: `Bearer ${await issueToken(issuer, as)}` };
    for (let tries = 0; ; tries += 1, await pause(500)) {
      const answer = await fetch(new URL(`/exports/${id}`, circuit.ready().graphql), { headers });
      const text = await answer.text();
      // Nothing leaves while that cannot be put on record (§3.14), and the audit trail has much to catch up with.
      if (answer.status !== 503 || tries === 40) return text.trimEnd().split('\n');
    }
  }

  test.each([
    ['while rows are gathered', (told: Standing) => told.rows > 0],
    ['while the file is written', (told: Standing) => told.gathered],
  ])('%s has each row once: of the catalogue, the directory, a perimeter and the audit trail', { timeout: 240_000 }, async (_, isThere) => {
    const killed: { readonly exporter: Exporter; readonly id: string; readonly pid: number }[] = [];
    for (const exporter of exporters) {
      const { service } = exporter;
      const id = await begun(exporter);
      // It is short: who looks seldom comes too late.
      const atDeath = await reached(service, id, isThere, 5);
      killed.push({ exporter, id, pid: circuit.pidOf(service) });
      circuit.killService(service);
      console.log(`${service} killed at ${atDeath.rows} rows (${atDeath.status})`);
    }
    // What a killed server held is free again once its lease has run out.
    await Promise.all(
      killed.map(async ({ exporter: { service, as, rows }, id, pid }) => {
        await circuit.revived(service, pid);
        expect(await reached(service, id, () => false)).toMatchObject({ status: 'FINISHED', rows });
        const lines = await linesOf(id, as);
        expect([service, lines.length, new Set(lines).size]).toEqual([service, rows, rows]);
        const finished = await rowsOf(
          circuit.databaseUrl(service),
          `SELECT FROM kernel.outbox WHERE act ->> 'name' = 'finishExport' AND payload ->> 'exportId' = '${id}'`,
        );
        expect(finished).toHaveLength(1);
      }),
    );
  });
});
