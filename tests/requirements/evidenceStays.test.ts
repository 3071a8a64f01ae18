import { exchange } from '@chancery/exchange';
import { justice } from '@chancery/justice';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administratorsUrl, migratedDatabase } from '../kit/databases.ts';

/** Whoever owns the tables, with the triggers of a replica: what he cannot do no service and no mistake of ours can. */
async function opened(migrations: URL | null): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await administratorsUrl(await migratedDatabase(migrations)) });
  await client.connect();
  await client.query('SET session_replication_role = replica');
  return client;
}

const refusal = (client: pg.Client, statement: string): Promise<string> =>
  client.query(statement).then(
    ({ rowCount }) => `done to ${rowCount}`,
    (error: Error) => error.message,
  );

describe('in a perimeter', () => {
  let database: pg.Client;
  beforeAll(async () => {
    database = await opened(justice.migrations);
    await database.query(`
      INSERT INTO document (id, institution, kind, status, access, title, document_date, content, author, created_at) VALUES
        ('signed', 'JUS', 'LegalOpinion', 'SIGNED', 'INTERNAL', 'On fees', '2026-01-01', '{"opinion":"Owed."}', 'JUS:a', now()),
        ('draft', 'JUS', 'LegalOpinion', 'DRAFT', 'INTERNAL', 'On rent', '2026-01-01', '{}', 'JUS:a', now());
      INSERT INTO document (id, institution, kind, status, access, title, document_date, content, author, created_at, outgoing_number, registered_at)
        VALUES ('registered', 'JUS', 'LegalOpinion', 'REGISTERED', 'INTERNAL', 'On fees', '2026-01-01', '{}', 'JUS:a', now(), 'JUS-2026/000002', now());
      INSERT INTO signature (document_id, official, signed_at, record) VALUES ('signed', 'JUS:a', now(), '{}');
      INSERT INTO register_book (institution, direction, year, position, last_at) VALUES ('JUS', 'OUTGOING', 2026, 2, '2026-03-01');
      INSERT INTO register_entry (institution, direction, year, position, number, subject, registered_at, registered_by)
        VALUES ('JUS', 'OUTGOING', 2026, 2, 'JUS-2026/000002', 'registered', '2026-03-01', 'JUS:r');
      INSERT INTO file (institution, sha256, size, media_type, place, wrapped_key, key_id, stored_at) VALUES ('JUS', 'a', 1, 't', 'p', '', 'k', now());
      INSERT INTO document_file (document_id, name, institution, sha256) VALUES ('draft', 'Annex.txt', 'JUS', 'a');
      UPDATE document SET status = 'SIGNED' WHERE id = 'draft'`);
  });
  afterAll(() => database?.end());

  it.each([
    "UPDATE document SET content = '{}' WHERE id = 'signed'",
    "UPDATE document SET title = 'On tolls' WHERE id = 'registered'",
    "UPDATE document SET access = 'PUBLIC' WHERE id = 'signed'",
    "UPDATE document SET version = 2 WHERE id = 'signed'",
    "UPDATE document SET status = 'DRAFT' WHERE id = 'registered'",
    "UPDATE document SET outgoing_number = 'JUS-2026/000003' WHERE id = 'registered'",
    "DELETE FROM document_file WHERE document_id = 'draft'",
    "UPDATE document_file SET name = 'Other.txt'",
    'TRUNCATE document_file',
    "DELETE FROM document WHERE id = 'signed'",
    'TRUNCATE document CASCADE',
  ])('what was signed and registered stays as it was (§5.1, §5.10, §6.2): %s', async (statement) => {
    expect(await refusal(database, statement)).toMatch(/keeps? what/);
  });

  it('nothing is attached to what was signed (§5.10), but in a copy that is brought back', async () => {
    const attach = "INSERT INTO document_file (document_id, name, institution, sha256) VALUES ('signed', 'Other.txt', 'JUS', 'a')";
    await database.query('SET session_replication_role = origin');
    expect(await refusal(database, attach)).toMatch(/keeps what/);
    await database.query('SET session_replication_role = replica');
    expect(await refusal(database, attach)).toBe('done to 1');
  });

  it.each(["UPDATE signature SET record = '[]'", 'DELETE FROM signature', 'TRUNCATE signature'])(
    'a signature stays (§5.1): %s',
    async (statement) => {
      expect(await refusal(database, statement)).toMatch(/keeps? what/);
    },
  );

  it.each([
    "UPDATE register_entry SET number = 'JUS-2026/000001'",
    'DELETE FROM register_entry',
    'TRUNCATE register_entry',
    'UPDATE register_book SET position = 1',
    'UPDATE register_book SET position = 4',
    "UPDATE register_book SET position = 3, last_at = '2026-02-28'",
    'UPDATE register_book SET year = 2027',
    'DELETE FROM register_book',
    'TRUNCATE register_book CASCADE',
  ])('a register has no gap and never goes back (§6.2, §8.2): %s', async (statement) => {
    expect(await refusal(database, statement)).toMatch(/keeps? what/);
  });

  it.each([
    "UPDATE document SET status = 'REGISTERED', outgoing_number = 'JUS-2026/000004', registered_at = now() WHERE id = 'signed'",
    "UPDATE document SET status = 'FILED', case_file = '1', filed_at = now() WHERE id = 'registered'",
    "UPDATE register_book SET position = 3, last_at = '2026-03-01'",
  ])('what commands do is done: %s', async (statement) => {
    expect(await refusal(database, statement)).toBe('done to 1');
  });
});

describe('at the exchange', () => {
  let database: pg.Client;
  beforeAll(async () => {
    database = await opened(exchange.migrations);
    await database.query(`
      INSERT INTO dispatch (id, status, document_id, sender, dispatched_at, dispatched_by, bundle) VALUES ('d', 'LIVE', 'x', 'JUS', now(), 'JUS:r', '{}');
      INSERT INTO dispatch (id, status) VALUES ('v', 'VOID');
      INSERT INTO consignment (id, dispatch_id, document_id, sender, recipient, access, document_date, state, accepted_at, expires_at, delivered_at, receipt) VALUES
        ('delivered', 'd', 'x', 'JUS', 'FIN', 'INTERNAL', '2026-01-01', 'DELIVERED', now(), now(), now(), '{}'),
        ('registered', 'd', 'x', 'JUS', 'LIB', 'INTERNAL', '2026-01-01', 'REGISTERED', now(), now(), now(), NULL),
        ('withdrawn', 'd', 'x', 'JUS', 'ARC', 'INTERNAL', '2026-01-01', 'WITHDRAWN', now(), now(), NULL, NULL);
      INSERT INTO attempt (consignment_id, number, started_at, outcome, ended_at) VALUES ('delivered', 1, now(), 'DELIVERED', now())`);
  });
  afterAll(() => database?.end());

  it.each([
    "UPDATE dispatch SET bundle = '[]' WHERE id = 'd'",
    "UPDATE dispatch SET status = 'LIVE' WHERE id = 'v'",
    'DELETE FROM dispatch',
    'TRUNCATE dispatch CASCADE',
    "UPDATE consignment SET state = 'REFUSED' WHERE id = 'registered'",
    "UPDATE consignment SET state = 'DELIVERED' WHERE id = 'withdrawn'",
    "UPDATE consignment SET state = 'WITHDRAWN' WHERE id = 'delivered'",
    "UPDATE consignment SET state = 'IN_TRANSIT' WHERE id = 'delivered'",
    "UPDATE consignment SET receipt = NULL WHERE id = 'delivered'",
    "UPDATE consignment SET recipient = 'MUS' WHERE id = 'delivered'",
    'DELETE FROM consignment',
    'TRUNCATE consignment CASCADE',
    "UPDATE attempt SET outcome = 'REJECTED'",
    'DELETE FROM attempt',
    'TRUNCATE attempt',
  ])('what was dispatched, tried and proved stays, and ends once (§7.7, §7.8): %s', async (statement) => {
    expect(await refusal(database, statement)).toMatch(/keeps? what/);
  });

  it.each([
    "UPDATE consignment SET state = 'REGISTERED', closed_at = now() WHERE id = 'delivered'",
    "UPDATE consignment SET receipt = '{}' WHERE id = 'registered'",
  ])('what the exchange does is done: %s', async (statement) => {
    expect(await refusal(database, statement)).toBe('done to 1');
  });
});
