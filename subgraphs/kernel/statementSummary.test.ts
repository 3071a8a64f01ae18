import { expect, test } from 'vitest';
import { statementSummary } from './statementSummary.ts';

test.each([
  [
    'SELECT d.id FROM document d LEFT JOIN "public"."document_reader" r ON true WHERE d.id = $1 FOR UPDATE OF d',
    'SELECT document, document_reader',
  ],
  ['WITH signed AS (INSERT INTO signature (id) VALUES ($1)) UPDATE document d SET status = $1', 'INSERT signature UPDATE document'],
  ['\n  INSERT INTO kernel.outbox (id) SELECT e.id FROM jsonb_to_recordset($1::jsonb) AS e(id text)', 'INSERT kernel.outbox'],
  ['INSERT INTO a (b) VALUES ($1) ON CONFLICT (b) DO UPDATE SET c = $2', 'INSERT a'],
  ['(SELECT id FROM kernel.outbox) UNION ALL (SELECT id FROM kernel.outbox)', 'SELECT kernel.outbox'],
  ['SELECT pg_advisory_xact_lock($1)', 'SELECT'],
  ['delete from "document" where true', 'DELETE document'],
  ['COMMIT', 'COMMIT'],
  ["SELECT 'a ''quoted'' FROM secret' FROM document WHERE title = 'On FROM vaccines", 'SELECT document'],
  ['', ''],
])('of %s tells %s', (statement, summary) => {
  expect(statementSummary(statement)).toBe(summary);
});
