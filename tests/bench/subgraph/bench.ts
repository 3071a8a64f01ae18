import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateFiles, demoCast, draft, keyFile, readIssuerKey, tokenSource } from '@chancery/circuit';
import { openDatabases } from '@chancery/circuit/embedded';
import { Connections, readIdentity, readRegistry } from '@chancery/trust';
import pg from 'pg';
import type { Bench } from '../bench.ts';
import { type BenchCircuit, benchFolder, startCircuit } from '../circuit.ts';
import { quantile } from '../exchange/manyClients.ts';
import { processorTime } from '../processes.ts';
import { type Question, questionsAbout } from './questions.ts';

const DOCUMENTS = 200;
const ROUNDS = 5;
const CLIENTS = 4;
const institution = 'JUS';

interface Row {
  readonly question: string;
  readonly rows: number;
  readonly serverMs: number;
  readonly postgresMs: number;
  readonly p50Ms: number;
}

/** What a perimeter's own server uses for what the gateway asks it: the kernel, its execution of operations, and the standard's reads and commands. */
export const subgraphBench: Bench = {
  name: 'subgraph',
  about: "processor time of a perimeter's server, and of PostgreSQL, for entities, lists and commands, asked as the gateway asks",
  async run(say, { isQuick }) {
    const { folder, remove } = benchFolder();
    const circuit = await startCircuit(folder);
    try {
      const rows = await measured(circuit, say, isQuick ? 1 : ROUNDS);
      return { json: { rows }, lines: [heading, ...rows.map(lineOf)] };
    } finally {
      await circuit.stop();
      remove();
    }
  },
};

async function measured(circuit: BenchCircuit, say: (line: string) => void, rounds: number): Promise<readonly Row[]> {
  const ids = await documentsIn(circuit);
  await fillInbox(circuit);
  const { ask, close } = await askerIn(circuit);
  const best = new Map<string, Row>();
  for (let round = 0; round <= rounds; round++) {
    for (const question of questionsAbout(ids, institution)) {
      const row = await rowOf(circuit, question, () => ask(question));
      const known = best.get(question.name);
      // The first one warms up.
      if (round > 0 && (known === undefined || row.serverMs < known.serverMs)) best.set(question.name, row);
    }
    say(`round ${round} of ${rounds}: ${[...best.values()].map(({ serverMs }) => serverMs.toFixed(2)).join(', ')} ms`);
  }
  await close();
  return [...best.values()];
}

async function rowOf({ families }: BenchCircuit, { name, rows, times }: Question, ask: () => Promise<void>): Promise<Row> {
  const took: number[] = [];
  const before = processorTime(families);
  let left = times;
  const client = async () => {
    while (left-- > 0) {
      const begun = performance.now();
      await ask();
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const after = processorTime(families);
  const used = (family: string) => ((after.get(family) ?? 0) - (before.get(family) ?? 0)) / times;
  return { question: name, rows, serverMs: used('justice'), postgresMs: used('postgresql'), p50Ms: quantile(took, 0.5) };
}

/** Drafts of the institution, made by the commands themselves. */
async function documentsIn({ gateway }: BenchCircuit): Promise<readonly string[]> {
  const ids: string[] = [];
  const desk = { client: gateway, cast: demoCast, requests: 'bench' };
  const content = { question: 'May the sum be carried over?', opinion: 'It may, within the programme.' };
  while (ids.length < DOCUMENTS)
    ids.push(
      await draft({ ...desk, requests: `bench:${ids.length}` }, institution, 'LegalOpinion', {
        title: `Opinion ${ids.length}`,
        abstract: 'On carrying over.',
        ...content,
      }),
    );
  return ids;
}

/** Two pages of an inbox: what the demonstration sent, over and over. */
async function fillInbox({ home }: BenchCircuit): Promise<void> {
  const port = Number(readFileSync(join(home.postgres, 'port'), 'utf8'));
  const client = new pg.Client({ connectionString: openDatabases(home.postgres, port).doorsOf('justice').owner });
  await client.connect();
  try {
    const { rows } = await client.query<{ column_name: string }>(
      "SELECT column_name FROM information_schema.columns WHERE table_name = 'consignment' AND column_name NOT IN ('id', 'dispatch_id', 'incoming_number')",
    );
    const columns = rows.map(({ column_name }) => column_name);
    await client.query(
      `INSERT INTO consignment (id, dispatch_id, incoming_number, ${columns.join(', ')})
       SELECT 'JUS:01JD' || lpad(n::text, 22, '0'), 'FIN:01JD' || lpad(n::text, 22, '0'), 'bench-' || n, ${columns.map((name) => `c.${name}`).join(', ')}
       FROM (SELECT * FROM consignment WHERE copy = 'IN_INBOX' AND access <> 'RESTRICTED' LIMIT 1) c, generate_series(1, ${DOCUMENTS}) n`,
    );
  } finally {
    await client.end();
  }
}

/** Asks the institution's server as the gateway does, for a clerk; throws where the answer is not whole. */
async function askerIn({ home }: BenchCircuit): Promise<{ ask(question: Question): Promise<void>; close(): Promise<void> }> {
  const identity = readIdentity(keyFile(home, 'gateway'), certificateFiles(home, 'gateway'));
  const connections = new Connections(identity, readRegistry(home.services));
  const { official } = demoCast(institution, 'CLERK');
  const issuer = readIssuerKey(home);
  if (issuer === undefined) throw new Error('The circuit has no token issuer.');
  const speaker = demoCast(institution, 'CLERK');
  const token = await tokenSource(issuer)(official, speaker.institution);
  const caller = { official, institution: speaker.institution, duties: ['CLERK'], clearance: false } as const;
  return {
    async ask({ operation, variables }) {
      const body = { operation, variables: JSON.stringify(variables()) };
      const errand = { caller, record: 'bench', operation: 'Bench', token, timeoutMs: 30_000 };
      const { text } = await connections.answer({ service: 'justice', path: '/graphql', body, ...errand });
      if (text.includes('"errors"')) throw new Error(text.slice(0, 500));
    },
    close: () => connections.close(),
  };
}

const heading = `${'asked'.padEnd(42)} ${'rows'.padStart(5)} ${'server ms'.padStart(10)} ${'PostgreSQL ms'.padStart(14)} ${'p50 ms'.padStart(8)}`;
const lineOf = ({ question, rows, serverMs, postgresMs, p50Ms }: Row): string =>
  `${question.padEnd(42)} ${String(rows).padStart(5)} ${serverMs.toFixed(2).padStart(10)} ${postgresMs.toFixed(2).padStart(14)} ${p50Ms.toFixed(1).padStart(8)}`;
