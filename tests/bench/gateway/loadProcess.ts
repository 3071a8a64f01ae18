import { Pool } from 'undici';
import { orderOf, tellReady } from '../childProcess.ts';

// The clients, in a process of their own: each asks again as soon as it is answered.

/** What the clients are to do. */
export interface Load {
  readonly url: string;
  readonly body: string;
  /** What has to be answered, to the letter. */
  readonly answer: string;
  readonly authorization: string | null;
  readonly clients: number;
  readonly forMs: number;
  /** More than these are not asked. */
  readonly most: number;
}

/** How it went. */
export interface Loaded {
  /** By the clock, of each request that was answered as it had to be. */
  readonly latenciesMs: readonly number[];
  /** How many were answered otherwise. */
  readonly failed: number;
}

await orderOf();
let asked = 0;
tellReady<Load>({}, () => asked, run);

async function run({ url, body, answer: right, authorization, clients, forMs, most }: Load): Promise<Loaded> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: clients, pipelining: 1, headersTimeout: 120_000, bodyTimeout: 120_000 });
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...(authorization === null ? {} : { authorization }) };
  const latenciesMs: number[] = [];
  const expected = Buffer.from(right);
  let failed = 0;
  let left = most;
  const began = performance.now();
  const client = async () => {
    while (left-- > 0 && performance.now() - began < forMs) {
      const at = performance.now();
      const { statusCode, body: answer } = await pool.request({ path: pathname, method: 'POST', headers, body });
      const bytes = Buffer.from(await answer.arrayBuffer());
      asked += 1;
      if (statusCode === 200 && expected.equals(bytes)) latenciesMs.push(performance.now() - at);
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await pool.close();
  return { latenciesMs, failed };
}
