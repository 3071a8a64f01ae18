import type { SignatureRecord } from '@chancery/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { administratorsUrl } from '../kit/databases.ts';
import { actsIn } from '../kit/perimeterActs.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';

let world: PerimeterWorld;
let database: pg.Client;
beforeAll(async () => {
  world = await perimeterWorld();
  database = new pg.Client({ connectionString: await administratorsUrl(world.databases.get('justice') ?? '') });
  await database.connect();
}, 60_000);
afterAll(async () => {
  await database?.end();
  await world?.close();
});

/** How many wait in this database for what another holds. */
const waiting = async (): Promise<number> => {
  const { rows } = await database.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rows[0]?.count ?? 0;
};

it('what waited for the last signature and the registration leaves with every signature (§5.2, §7.6)', async () => {
  const acts = actsIn(world);
  const documentId = await acts.signed();
  // Of two who hold the document one after the other, whoever has come before both sees the second one's row, and what the first has put beside it.
  await database.query('BEGIN');
  await database.query('SELECT 1 FROM document WHERE id = $1 FOR UPDATE', [documentId]);
  const releasing = acts.released(documentId, ['FIN']);
  await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
  const { rows } = await database.query<{ record: SignatureRecord }>('SELECT record FROM signature WHERE document_id = $1', [documentId]);
  const second = { ...rows[0]?.record, official: 'JUS:b.person' };
  await database.query('INSERT INTO signature (document_id, official, signed_at, record) VALUES ($1, $2, now(), $3)', [
    documentId,
    second.official,
    second,
  ]);
  await database.query(
    "UPDATE document SET status = 'REGISTERED', outgoing_number = 'JUS-2026/000001', registered_at = now() WHERE id = $1",
    [documentId],
  );
  await database.query('COMMIT');
  const { signatures } = await releasing;
  expect(signatures.map(({ official }) => official)).toEqual([person('JUS').official, second.official]);
});
