import { setTimeout as pause } from 'node:timers/promises';
import { demoCast, issueToken, readIssuerKey } from '@chancery/circuit';
import { beforeAll, describe, expect, test } from 'vitest';
import { lentCircuit } from '../../kit/lentCircuit.ts';
import type { ProcessCircuit } from '../../kit/processes.ts';
import { rowsOf } from '../../kit/rows.ts';

const CARDS = 40_000;
const analyst = demoCast('EXC', 'ANALYST');

interface Told {
  readonly status: string;
  readonly progress: { readonly rows: number; readonly isGathered: boolean };
}

/** Whatever kills the catalogue, and whenever, an export is made once and whole (§3.13). */
describe('an export whose server is killed', () => {
  let circuit: ProcessCircuit;
  beforeAll(async () => {
    circuit = await lentCircuit();
    await rowsOf(
      circuit.databaseUrl('catalogue'),
      `INSERT INTO card (id, institution, kind, status, access, title, document_date, readers, joint_institutions, revision)
       SELECT 'NAR:OfficialLetter:01J' || lpad(n::text, 23, '0'), 'NAR', 'OfficialLetter', 'FILED', 'PUBLIC', 'Letter ' || n, '2020-01-01'::date + n % 2000, '{}', '{}', 1
         FROM generate_series(1, ${CARDS}) n`,
    );
  }, 150_000);

  const standing = async (id: string): Promise<Told | undefined> => {
    const query = 'query How($id: ID!) { export(id: $id) { status progress { rows isGathered } } }';
    const { data } = await circuit.gateway.ask<{ export: Told | null }>(query, { id }, analyst);
    return data?.export ?? undefined;
  };
  const begun = async (): Promise<string> => {
    const words =
      'mutation { startExport(input: { documents: { filter: { documentDateTo: "2025-12-31" } }, columns: ["id"], format: NDJSON }) { export { id } } }';
    return (await circuit.gateway.read<{ startExport: { export: { id: string } } }>(words, {}, analyst)).startExport.export.id;
  };
  const reached = async (id: string, isThere: (told: Told) => boolean, every = 250): Promise<Told> => {
    for (const end = Date.now() + 90_000; Date.now() < end; await pause(every)) {
      const told = await standing(id);
      if (told !== undefined && (isThere(told) || told.status === 'FINISHED' || told.status === 'FAILED')) return told;
    }
    throw new Error(`${id} did not come so far.`);
  };

  test.each([
    ['while rows are gathered', (told: Told) => told.progress.rows > 0],
    ['while the file is written', (told: Told) => told.progress.isGathered],
  ])('%s has each row once', { timeout: 180_000 }, async (_, isThere) => {
    const id = await begun();
    // It is short: who looks seldom comes too late.
    const atDeath = await reached(id, isThere, 10);
    const pid = circuit.pidOf('catalogue');
    circuit.killService('catalogue');
    await circuit.revived('catalogue', pid);
    const { status } = await reached(id, () => false);
    expect(status).toBe('FINISHED');
    console.log(`killed at ${atDeath.progress.rows} rows (${atDeath.status}), made by ${await attempts(id)} attempts`);
    const issuer = readIssuerKey(circuit.home);
    if (!issuer) throw new Error('The circuit has no issuer of its own.');
    const headers = { authorization: `Bearer ${await issueToken(issuer, analyst)}` };
    const lines = (await (await fetch(new URL(`/exports/${id}`, circuit.ready().graphql), { headers })).text()).trimEnd().split('\n');
    expect(lines).toHaveLength(CARDS);
    expect(new Set(lines).size).toBe(CARDS);
    const finished = await rowsOf(
      circuit.databaseUrl('catalogue'),
      `SELECT FROM kernel.outbox WHERE act ->> 'name' = 'finishExport' AND payload ->> 'exportId' = '${id}'`,
    );
    expect(finished).toHaveLength(1);
  });

  const attempts = async (id: string): Promise<number> =>
    (await rowsOf<{ attempts: number }>(circuit.databaseUrl('catalogue'), `SELECT attempts FROM export WHERE id = '${id}'`))[0]?.attempts ??
    0;
});
