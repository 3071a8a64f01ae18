import pg from 'pg';
import type { BenchCircuit } from '../circuit.ts';
import { databasesOf } from './desks.ts';

/** Gives the planner what autovacuum would give it some time later. */
export const settle = (circuit: BenchCircuit): Promise<void> => inCatalogue(circuit, 'VACUUM ANALYZE');

/**
 * Makes nine more cards of each: the same but for their ids and one word of their titles. No perimeter has their documents, so that only what the catalogue
 * answers alone can be asked about them.
 */
export async function multiply(circuit: BenchCircuit): Promise<void> {
  for (const times of [1, 2, 3, 4, 5, 6, 7, 8, 9])
    await inCatalogue(
      circuit,
      `INSERT INTO card (id, institution, kind, status, access, title, abstract, document_date, outgoing_number, origin, declared_number,
                         joint_institutions, language, readers, revision)
       SELECT regexp_replace(id, '^(.*:.{10}).', '\\1${'ABCDEFGHJ'[times - 1]}'), institution, kind, status, access, title || ' copy${times}', abstract,
              document_date, outgoing_number, origin, declared_number, joint_institutions, language, readers, revision
         FROM card WHERE origin = 'IMPORTED' AND coalesce(title, '') !~ ' copy\\d$'
       ON CONFLICT DO NOTHING`,
    );
  await inCatalogue(circuit, `UPDATE card_tally SET documents = documents * 10 WHERE origin = 'IMPORTED'`);
  await settle(circuit);
}

async function inCatalogue({ home }: BenchCircuit, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databasesOf(home).doorsOf('catalogue').owner });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
