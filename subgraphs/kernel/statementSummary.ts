const texts = /'(?:[^']|'')*(?:'|$)/g;
const writes = /\b(INSERT INTO|UPDATE|DELETE FROM)\s+(?!SET\b|OF\b|SKIP\b|NOWAIT\b)([\w."]+)/gi;
// A name before a parenthesis is a function's.
const reads = /\b(?:FROM|JOIN)\s+([\w."]+)(?![\w."]|\s*\()/gi;
const longest = 160;

/**
 * What a statement does, as a trace may tell it: `INSERT signature UPDATE document`, `SELECT document, document_reader`, `COMMIT`.
 * Of what it says in quotes nothing is left, and where it writes, what it reads is left out.
 */
export function statementSummary(statement: string): string {
  const text = statement.replace(texts, '');
  const written = [...text.matchAll(writes)].map(([, verb = '', table = '']) => `${verb.split(/\s/, 1)[0]?.toUpperCase()} ${bare(table)}`);
  if (written.length > 0) return [...new Set(written)].join(' ').slice(0, longest);
  const read = [...text.matchAll(reads)].map(([, table = '']) => bare(table));
  const verb = /\w+/.exec(text)?.[0].toUpperCase() ?? '';
  return [verb, [...new Set(read)].join(', ')].join(' ').trim().slice(0, longest);
}

const bare = (table: string): string => table.replaceAll('"', '').replace(/^public\./, '');
