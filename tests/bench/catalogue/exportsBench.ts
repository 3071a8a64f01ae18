import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { demoCast, issueToken, readIssuerKey } from '@chancery/circuit';
import type { Bench, Say } from '../bench.ts';
import { type BenchCircuit, benchFolder, startCircuit } from '../circuit.ts';
import { processorTime } from '../processes.ts';
import { watchMemory } from '../watchMemory.ts';
import { data, folders, unbounded } from './bench.ts';
import { loadFolders } from './loading.ts';
import { multiply, settle } from './multiply.ts';

const analyst = demoCast('EXC', 'ANALYST');
const formats = ['CSV', 'NDJSON', 'XLSX', 'PARQUET'] as const;
/** More than a sheet takes. */
const mostInSheet = 1_048_575;

/** One list as a file. */
interface Exported {
  readonly format: string;
  readonly rows: number;
  readonly megabytes: number;
  readonly seconds: number;
  /** The catalogue's own, without PostgreSQL's. */
  readonly processorSeconds: number;
  /** From the gateway. */
  readonly fetchedSeconds: number;
  readonly growthMb: ReadonlyMap<string, number>;
}

/** All documents of the catalogue as files: rows a second in each format, and how much memory it takes. */
export const exportsBench: Bench = {
  name: 'exports',
  about: '133,000 real documents as CSV, NDJSON, XLSX and Parquet, and ten times as many: rows a second, and how much the catalogue grows',
  async run(say, { isQuick }) {
    if (!existsSync(data)) throw new Error('../shared/data is not there: nothing to load.');
    const { folder, remove } = benchFolder();
    try {
      const circuit = await startCircuit(folder, { ...unbounded, CHANCERY_EXPORT_ROWS: '5000000' });
      try {
        await loadFolders(circuit, folders.slice(0, 1), say, isQuick ? 5_000 : Number.POSITIVE_INFINITY);
        await settle(circuit);
        // What the first export of all costs once is not the list's.
        await exported(circuit, 'CSV', () => undefined);
        const once = await all(circuit, say);
        say('ten times the cards');
        await multiply(circuit);
        const tenTimes = await all(circuit, say);
        return { json: { once, tenTimes }, lines: report([...once, ...tenTimes]) };
      } finally {
        await circuit.stop();
      }
    } finally {
      remove();
    }
  },
};

async function all(circuit: BenchCircuit, say: Say): Promise<readonly Exported[]> {
  const results: Exported[] = [];
  for (const format of formats) {
    const known = results[0]?.rows ?? 0;
    if (format === 'XLSX' && known > mostInSheet) continue;
    results.push(await exported(circuit, format, say));
  }
  return results;
}

interface Told {
  readonly status: string;
  readonly size: number | null;
  readonly progress: { readonly rows: number };
  readonly failure: { readonly code: string } | null;
}

async function exported({ gateway, home, ready, families }: BenchCircuit, format: string, say: Say): Promise<Exported> {
  const catalogue = families.filter(({ name }) => name === 'catalogue');
  const used = () => (processorTime(catalogue).get('catalogue') ?? 0) / 1_000;
  const before = used();
  const watch = watchMemory(families.filter(({ name }) => name === 'catalogue' || name === 'gateway'));
  const began = performance.now();
  const start = `mutation { startExport(input: { documents: {}, format: ${format} }) { export { id } } }`;
  const { startExport } = await gateway.read<{ startExport: { export: { id: string } } }>(start, {}, analyst);
  const { id } = startExport.export;
  const told = await settled(gateway, id);
  const seconds = (performance.now() - began) / 1_000;
  const processorSeconds = used() - before;
  const issuer = readIssuerKey(home);
  if (!issuer) throw new Error('The circuit has no issuer of its own.');
  const authorization = `Bearer ${await issueToken(issuer, analyst)}`;
  const fetching = performance.now();
  const answer = await fetch(new URL(`/exports/${id}`, ready.graphql), { headers: { authorization } });
  let size = 0;
  for await (const part of answer.body ?? []) size += part.length;
  if (answer.status !== 200 || size !== told.size) throw new Error(`${told.size} bytes were made, and ${size} came.`);
  const fetchedSeconds = (performance.now() - fetching) / 1_000;
  const growthMb = watch.end();
  await gateway.read(`mutation { cancelExport(input: { exportId: "${id}" }) { __typename } }`, {}, analyst);
  say(`${format}: ${told.progress.rows} rows in ${seconds.toFixed(1)} s`);
  return { format, rows: told.progress.rows, megabytes: size / 1024 ** 2, seconds, processorSeconds, fetchedSeconds, growthMb };
}

async function settled(gateway: BenchCircuit['gateway'], id: string): Promise<Told> {
  const query = 'query How($id: ID!) { export(id: $id) { status size progress { rows } failure { code } } }';
  for (;;) {
    const { export: told } = await gateway.read<{ export: Told }>(query, { id }, analyst);
    if (told.status === 'FINISHED') return told;
    if (told.status !== 'WAITING' && told.status !== 'RUNNING') throw new Error(`The export came to nothing: ${told.failure?.code}.`);
    await pause(100);
  }
}

function report(results: readonly Exported[]): readonly string[] {
  return [
    '| format | rows | s | rows a second | processor s | MB | fetched, MB a second | catalogue grows, MB | gateway grows, MB |',
    '|---|---|---|---|---|---|---|---|---|',
    ...results.map(({ format, rows, seconds, processorSeconds, megabytes, fetchedSeconds, growthMb }) => {
      const grown = ['catalogue', 'gateway'].map((name) => Math.round(growthMb.get(name) ?? 0));
      const facts = [
        format,
        rows,
        seconds.toFixed(1),
        Math.round(rows / seconds),
        processorSeconds.toFixed(1),
        megabytes.toFixed(1),
        Math.round(megabytes / fetchedSeconds),
      ];
      return `| ${[...facts, ...grown].join(' | ')} |`;
    }),
  ];
}
