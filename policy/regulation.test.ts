import { readFileSync } from 'node:fs';
import { refusals } from '@chancery/domain';
import { expect, test } from 'vitest';
import { dutiesFor, reading } from './duties.ts';

const text = readFileSync(new URL('../docs/regulation/README.md', import.meta.url), 'utf8');
const clauses = [...text.matchAll(/\*\*(\d+(?:\.\d+)+)\*\*/g)].map((found) => String(found[1]));

test('numbers each clause once', () => {
  expect(clauses).toEqual([...new Set(clauses)]);
});

test.each(Object.entries(refusals))('%s cites a clause that is in force, or none', (_code, { clause }) => {
  if (clause !== null) expect(clauses).toContain(clause);
});

test.each(Object.entries(dutiesFor))('%s stands under a clause in force', (_command, { clause }) => {
  expect(clauses).toContain(clause);
});

test.each(['askedRules.ts', 'clauses.ts', 'duties.ts', 'language.ts', 'regulation.ts', 'ruling.ts', 'standing.ts', 'underRegulation.ts'])(
  '%s cites only clauses in force',
  (file) => {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8');
    for (const [, cited] of source.matchAll(/(?:§|')(\d+\.\d+(?:\.\d+)?)\b/g)) expect(clauses).toContain(cited);
    expect(clauses).toContain(reading.clause);
  },
);
