import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench, Say } from '../bench.ts';
import { type BenchCircuit, benchFolder, startCircuit } from '../circuit.ts';
import { type Case, casesOver } from './cases.ts';
import { analyst, type Compared, compare, warm } from './compare.ts';
import { type Loaded, loadFolders } from './loading.ts';
import { multiply, settle } from './multiply.ts';

export const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
export const folders = ['documents', 'federal-register', 'letters'].map((name) => `${data}${name}`);
/** The bench asks more in a minute than an official may. */
export const unbounded = { CHANCERY_BUDGET_CALLER: '1000000000000', CHANCERY_BUDGET_INSTITUTION: '1000000000000' };

/** Lists, searches and statistics of real documents through the gateway, against their bare statements; and again with ten times the cards. */
export const catalogueBench: Bench = {
  name: 'catalogue',
  about: 'load rate, searches, facets, deep pages and statistics of 133,000 real documents, against their SQL alone',
  async run(say, { isQuick }) {
    if (!existsSync(data)) throw new Error('../shared/data is not there: nothing to load.');
    const { folder, remove } = benchFolder();
    const circuit = await startCircuit(folder, unbounded).catch((error) => {
      remove();
      throw error;
    });
    try {
      return await measured(circuit, say, isQuick);
    } finally {
      await circuit.stop();
      remove();
    }
  },
};

async function measured(circuit: BenchCircuit, say: Say, isQuick: boolean) {
  const forMs = isQuick ? 1_000 : 4_000;
  const loaded = await loadFolders(circuit, folders, say, isQuick ? 5_000 : Number.POSITIVE_INFINITY);
  await settle(circuit);
  const cases = casesOf(circuit, loaded);
  say('warming up');
  for (const each of cases) await warm(circuit, each, forMs);
  const once = await compared(circuit, cases, forMs, say);
  say('ten times the cards');
  await multiply(circuit);
  const tenTimes = await compared(
    circuit,
    cases.filter(({ needsPerimeters }) => !needsPerimeters),
    forMs,
    say,
  );
  return { json: { load: rates(loaded), once, tenTimes }, lines: report(loaded, once, tenTimes) };
}

async function compared(circuit: BenchCircuit, cases: readonly Case[], forMs: number, say: Say): Promise<readonly Compared[]> {
  const results: Compared[] = [];
  for (const each of cases) {
    say(each.name);
    results.push(...(await compare(circuit, each, forMs)));
  }
  return results;
}

/** Two of the longest words of real titles make a question, and the institutions with the most documents. */
function casesOf({ gateway }: BenchCircuit, { documents }: Loaded): readonly Case[] {
  const step = Math.max(1, Math.floor(documents.length / 300));
  const titles = documents.filter((_, index) => index % step === 0).map(({ document }) => document.title);
  const texts = titles.map((title) =>
    (title.match(/[A-Za-z]{5,}/g) ?? ['rule'])
      .toSorted((a, b) => b.length - a.length)
      .slice(0, 2)
      .join(' '),
  );
  const sizes = [...Map.groupBy(documents, ({ institution }) => institution)].sort(([, a], [, b]) => b.length - a.length);
  let page100: Promise<string | null> | undefined;
  const cursor = async () => {
    page100 ??= cursorOfPage100(gateway);
    return page100;
  };
  return casesOver(
    texts,
    sizes.slice(0, 20).map(([code]) => code),
    cursor,
  );
}

async function cursorOfPage100(gateway: BenchCircuit['gateway']): Promise<string | null> {
  let after: string | null = null;
  for (let page = 1; page < 100; page += 1) {
    const query = 'query Page($first: Int, $after: String) { documents(first: $first, after: $after) { pageInfo { endCursor } } }';
    const { documents }: { documents: { pageInfo: { endCursor: string } } } = await gateway.read(query, { first: 20, after }, analyst);
    after = documents.pageInfo.endCursor;
  }
  return after;
}

const rates = ({ documents, perSecond, foundPerSecond }: Loaded) => ({ documents: documents.length, perSecond, foundPerSecond });

function report(loaded: Loaded, once: readonly Compared[], tenTimes: readonly Compared[]): readonly string[] {
  const rows = (results: readonly Compared[]) =>
    results.map(
      ({ name, clients, gateway, bare, ratio }) =>
        `| ${name} | ${clients} | ${ms(gateway.p50Ms)} / ${ms(gateway.p99Ms)} | ${gateway.perSecond.toFixed(0)} | ${ms(bare.p50Ms)} / ${ms(bare.p99Ms)} | ${ratio.toFixed(1)} |`,
    );
  const head = ['| question | clients | p50 / p99 ms | a second | bare SQL p50 / p99 ms | ratio |', '|---|---|---|---|---|---|'];
  return [
    `load        ${loaded.documents.length} documents, ${loaded.perSecond.toFixed(0)}/s into the perimeters, ${loaded.foundPerSecond.toFixed(0)}/s until found`,
    '',
    ...head,
    ...rows(once),
    '',
    'ten times the cards',
    '',
    ...head,
    ...rows(tenTimes),
  ];
}

const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));
