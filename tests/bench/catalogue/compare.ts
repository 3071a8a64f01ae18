import { type Caller, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import pg from 'pg';
import type { BenchCircuit } from '../circuit.ts';
import { manyClients, quantile } from '../exchange/manyClients.ts';
import type { Case } from './cases.ts';
import { databasesOf, recordingDesks, type Statement } from './desks.ts';
import { leanClient } from './leanClient.ts';

/** How long something took, at so many clients. */
interface Times {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
}

/** A case through the gateway, and its bare statements, in the same run. */
export interface Compared {
  readonly name: string;
  readonly clients: number;
  readonly gateway: Times;
  readonly bare: Times;
  /** Of the p50s. */
  readonly ratio: number;
}

const CLIENTS = [1, 4, 16];
/** How many different questions of a case have their statements written down. */
const RECORDED = 300;

/** Who asks: an analyst of the exchange. */
export const analyst: Caller = {
  official: parseOfficialId('EXC:s.hrytsenko'),
  institution: parseInstitutionCode('EXC'),
  duties: ['ANALYST'],
  clearance: false,
};

/** Asks a case through the gateway by 1, 4 and 16 clients, and runs the statements of the same questions by as many straight on PostgreSQL. */
export async function compare(circuit: BenchCircuit, asked: Case, forMs: number): Promise<readonly Compared[]> {
  const questions = await statementsOf(circuit, asked);
  const results: Compared[] = [];
  for (const clients of CLIENTS) {
    const bare = await bareTimes(circuit, questions, clients, forMs);
    const gateway = await gatewayTimes(circuit, asked, clients, forMs);
    results.push({ name: asked.name, clients, gateway, bare, ratio: gateway.p50Ms / bare.p50Ms });
  }
  return results;
}

/** Asks a case through the gateway by many, unmeasured: V8 has seen little of the code of services that have just started. */
export const warm = async (circuit: BenchCircuit, asked: Case, forMs: number): Promise<void> => {
  await gatewayTimes(circuit, asked, Math.max(...CLIENTS), forMs);
};

async function statementsOf(circuit: BenchCircuit, asked: Case): Promise<readonly (readonly Statement[])[]> {
  const { desks, statements, close } = recordingDesks(databasesOf(circuit.home));
  try {
    const questions: (readonly Statement[])[] = [];
    for (let time = 0; time < RECORDED; time += 1) {
      await asked.direct(desks, analyst, time);
      questions.push(statements.splice(0).filter(({ text }) => !text.includes('cursor_key')));
    }
    return questions;
  } finally {
    await close();
  }
}

async function bareTimes(
  circuit: BenchCircuit,
  questions: readonly (readonly Statement[])[],
  clients: number,
  forMs: number,
): Promise<Times> {
  const databases = databasesOf(circuit.home);
  const poolOf = (name: Statement['database']) => new pg.Pool({ connectionString: databases.doorsOf(name).service, max: clients });
  const pools = { catalogue: poolOf('catalogue'), hosted: poolOf('hosted') };
  let next = 0;
  const one = async () => {
    const question = questions[next++ % questions.length] ?? [];
    // What a list asks beside its rows it asks side by side.
    const [rows, ...rest] = question;
    if (rows) await pools[rows.database].query({ text: rows.text, values: [...rows.values] });
    await Promise.all(rest.map(({ database, text, values }) => pools[database].query({ text, values: [...values] })));
  };
  try {
    return await timesOf(clients, forMs, one);
  } finally {
    await Promise.all(Object.values(pools).map((pool) => pool.end()));
  }
}

async function gatewayTimes(circuit: BenchCircuit, asked: Case, clients: number, forMs: number): Promise<Times> {
  const client = leanClient(circuit, clients);
  let next = 0;
  try {
    return await timesOf(clients, forMs, async () => client.ask(asked.query, await asked.variables(next++), analyst));
  } finally {
    await client.close();
  }
}

async function timesOf(clients: number, forMs: number, one: () => Promise<void>): Promise<Times> {
  const timed = async () => {
    const began = performance.now();
    await one();
    return performance.now() - began;
  };
  await manyClients(clients, forMs / 4, timed);
  const { results, tookMs } = await manyClients(clients, forMs, timed);
  return { p50Ms: quantile(results, 0.5), p99Ms: quantile(results, 0.99), perSecond: results.length / (tookMs / 1_000) };
}
