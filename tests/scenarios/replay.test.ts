import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { castOf, chooseRows, enrol, Journal, openSource, participantsOf, type RegisterRow, replay } from '@chancery/circuit';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { runs } from '../kit/long.ts';

const folder = fileURLToPath(new URL('../../../shared/data/exchange-register/', import.meta.url));
const isThere = existsSync(folder);
const ROWS = runs({ short: 120, whole: 300 });

test.runIf(!isThere)('the public data are there', ({ skip }) => {
  if (process.env.CI) throw new Error(`${folder} is missing; in CI it must be there.`);
  skip('../shared/data/exchange-register is not there: nothing to replay.');
});

/** Counts the register itself, with no code of ours: the rows that a replay of `wanted` of them takes, bad ones apart. */
function countedDirectly(wanted: number) {
  const text = gunzipSync(readFileSync(join(folder, 'oira_reviews.csv.gz'))).toString('utf8');
  const all: Record<string, string>[] = parse(text, { columns: true });
  const taken = Array.from({ length: wanted }, (_, index) => all[Math.floor((index * all.length) / wanted)] ?? {});
  const good = taken.filter(({ title, sender_code }) => title?.trim() && sender_code !== '0348');
  return {
    rows: good.length,
    SENDER: tally(good, ({ sender_code }) => `US${sender_code}`),
    DECISION: tally(good, ({ decision }) => decision || null),
    YEAR: tally(good, ({ date_received }) => date_received?.slice(0, 4) ?? null),
  };
}

function tally<Row>(rows: readonly Row[], keyOf: (row: Row) => string | null): ReadonlyMap<string | null, number> {
  return new Map([...Map.groupBy(rows, keyOf)].map(([key, group]) => [key, group.length]));
}

describe.runIf(isThere)('a replay of the register', () => {
  let circuit: TestCircuit;
  beforeAll(async () => {
    circuit = await startTestCircuit();
  });
  afterAll(() => circuit?.close());

  /** Replays rows as one run of the command does, with a journal that knows of none. */
  async function replayed(rows: readonly RegisterRow[]) {
    const { institutions, officials } = participantsOf(rows);
    await enrol(circuit.operator, institutions, officials);
    const cast = castOf(officials);
    const notes = mkdtempSync(join(tmpdir(), 'chancery-replay-'));
    onTestFinished(() => rmSync(notes, { recursive: true }));
    return replay({
      rows,
      journal: new Journal(join(notes, 'rows')),
      deskOf: ({ number }) => ({ client: circuit.gateway, cast, requests: `replay:${number}` }),
      atOnce: 16,
      onFailure: ({ number }, error) => console.error(`row ${number}: ${error.message}`),
    });
  }

  async function statistic(dimension: string): Promise<ReadonlyMap<string | null, number>> {
    const { data, errors } = await circuit.ask<{ exchangeStatistics: { keys: (string | null)[]; count: number }[] }>(
      `query Statistics($by: [ExchangeDimension!]!) {
        exchangeStatistics(filter: { recipient: ["OMB"], state: [REGISTERED] }, groupBy: $by) { keys count }
      }`,
      { by: [dimension] },
      { as: { institution: 'EXC', duty: 'ANALYST' } },
    );
    expect(errors).toEqual([]);
    return new Map(data?.exchangeStatistics.map(({ keys, count }) => [keys[0] ?? null, count]));
  }

  test('counts by sender, decision and year as the file does, and a second one repeats nothing', { timeout: 240_000 }, async () => {
    const expected = countedDirectly(ROWS);
    const { good } = await chooseRows(openSource(folder), ROWS);
    expect(await replayed(good)).toEqual({ replayed: expected.rows, known: 0, failed: 0 });
    for (const dimension of ['SENDER', 'DECISION', 'YEAR'] as const) {
      await expect.poll(() => statistic(dimension), { timeout: 10_000 }).toEqual(expected[dimension]);
    }
    expect(await replayed(good.slice(0, 20))).toMatchObject({ replayed: 20, failed: 0 });
    expect(await statistic('YEAR')).toEqual(expected.YEAR);
  });
});
