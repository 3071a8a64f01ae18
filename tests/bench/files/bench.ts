import { setTimeout as pause } from 'node:timers/promises';
import { type Desk, demoCast, dispatch, draft, issueToken, readIssuerKey, register, settled, sign } from '@chancery/circuit';
import { anOpinion } from '../../kit/builders.ts';
import type { Bench } from '../bench.ts';
import { type BenchCircuit, benchFolder, startCircuit } from '../circuit.ts';
import { watchMemory } from '../watchMemory.ts';
import { fileBody } from './fileBody.ts';
import { floorMs } from './floor.ts';

/** In megabytes. */
const whole = { file: 1_024, quick: 32 };
const mostGrowth = 100;
const carriers = ['gateway', 'justice', 'exchange', 'finance'];
const clerk = demoCast('JUS', 'CLERK');

/** A large file through the gateway into a perimeter, out again, and with a delivery to another: how fast, and with how much memory. */
export const filesBench: Bench = {
  name: 'files',
  about: 'a file of 1 GB through the gateway: in, out, and delivered; megabytes a second, and how much each process grows',
  async run(say, { isQuick }) {
    const megabytes = isQuick ? whole.quick : whole.file;
    const { folder, remove } = benchFolder();
    try {
      const floor = await floorMs(folder, megabytes);
      say(`floor: ${rate(megabytes, floor)} digested, encrypted and written in one process`);
      const circuit = await startCircuit(folder, { CHANCERY_FILE_SIZE: String(2 * 1024 ** 3) });
      try {
        // What the first file of all costs once is not the file's.
        await carryThrough(circuit, 1, () => undefined);
        await pause(3_000);
        const watch = watchMemory(circuit.families.filter(({ name }) => carriers.includes(name)));
        const times = await carryThrough(circuit, megabytes, say);
        const growth = watch.end();
        const largest = Math.max(...growth.values());
        const grown = [...growth].map(([name, mb]) => `${name} ${Math.round(mb)}`).join(', ');
        if (largest >= mostGrowth)
          throw new Error(`A process grew by ${Math.round(largest)} MB: ${grown}; it is to stay under ${mostGrowth}.`);
        return {
          json: { megabytes, floorMs: floor, ...times, growthMb: Object.fromEntries(growth) },
          lines: [
            `${megabytes} MB     in ${rate(megabytes, times.inMs)}   out ${rate(megabytes, times.outMs)}   delivered ${rate(megabytes, times.deliveredMs)}   (floor ${rate(megabytes, floor)})`,
            `growth     ${grown} MB  (target: under ${mostGrowth} MB each)`,
          ],
        };
      } finally {
        await circuit.stop();
      }
    } finally {
      remove();
    }
  },
};

interface Times {
  readonly inMs: number;
  readonly outMs: number;
  readonly deliveredMs: number;
}

async function carryThrough({ home, ready, gateway }: BenchCircuit, megabytes: number, say: (line: string) => void): Promise<Times> {
  const issuer = readIssuerKey(home);
  if (!issuer) throw new Error('The circuit has no issuer of its own.');
  const files = new URL('/files', ready.graphql);
  const authorization = `Bearer ${await issueToken(issuer, clerk)}`;
  const desk: Desk = { client: gateway, cast: demoCast, requests: `bench:files:${megabytes}` };
  const id = await draft(desk, 'JUS', 'LegalOpinion', anOpinion());

  const [sent, inMs] = await timed(async () => {
    const headers = { authorization, 'content-type': 'text/plain' };
    const answer = await fetch(files, { method: 'PUT', headers, body: fileBody(megabytes), duplex: 'half' } as RequestInit);
    const told = (await answer.json()) as { readonly sha256: string; readonly size: number };
    if (answer.status !== 200) throw new Error(`The upload was answered with ${answer.status}: ${JSON.stringify(told)}`);
    return told;
  });
  say(`in: ${rate(megabytes, inMs)}`);
  const attach = 'mutation Attach($input: AttachFileInput!) { attachFile(input: $input) { document { id } } }';
  await gateway.read(attach, { input: { documentId: id, sha256: sent.sha256, name: 'large.txt' } }, clerk);

  const [came, outMs] = await timed(async () => {
    const answer = await fetch(`${files}/${sent.sha256}`, { headers: { authorization } });
    let size = 0;
    for await (const part of answer.body ?? []) size += part.length;
    return size;
  });
  if (came !== sent.size) throw new Error(`${sent.size} bytes went in, and ${came} came out.`);
  say(`out: ${rate(megabytes, outMs)}`);

  await sign(desk, 'JUS', id);
  await register(desk, 'JUS', id);
  const [, deliveredMs] = await timed(async () => {
    const [consignment] = await dispatch(desk, 'JUS', id, ['FIN']);
    for (;;)
      try {
        await settled(gateway, demoCast('JUS', 'REGISTRAR'), consignment?.id ?? '');
        return;
      } catch {
        // It waits less long than so large a file may take.
        await pause(200);
      }
  });
  say(`delivered: ${rate(megabytes, deliveredMs)}`);
  return { inMs, outMs, deliveredMs };
}

async function timed<Result>(run: () => Promise<Result>): Promise<readonly [Result, number]> {
  const begun = performance.now();
  return [await run(), performance.now() - begun];
}

const rate = (megabytes: number, ms: number): string => `${Math.round(megabytes / (ms / 1_000))} MB/s`;
