import { afterAll, beforeAll, expect, test } from 'vitest';
import { codes, type NineInstitutions, startNine } from './nineInstitutions.ts';

const [dead, ...others] = codes;
const ROUNDS = 6;
const READS = 300;
const CLIENTS = 4;
/** Clients who want nothing but the one that hangs. */
const STUBBORN = 24;
/** The requirement. A shared machine can make one round worse than it is: what is not met in any round is not met. */
const MOST = 1.3;

let nine: NineInstitutions;
beforeAll(async () => {
  nine = await startNine();
  for (const code of codes) await nine.read(code);
  await latencies(READS);
});
afterAll(() => nine.close());

/** How long reads of the others took, in milliseconds. */
async function latencies(reads: number): Promise<readonly number[]> {
  const taken: number[] = [];
  let left = reads;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const code = others[left % others.length] ?? 'BBB';
      const begun = performance.now();
      const { data } = await nine.read(code);
      taken.push(performance.now() - begun);
      expect(data).toEqual({ [code]: { title: expect.any(String) } });
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return taken;
}

const p99 = (taken: readonly number[]): number => taken.toSorted((a, b) => a - b)[Math.floor(taken.length * 0.99)] ?? Number.NaN;

function hang(ms: number): void {
  const service = nine.services.get(dead.toLowerCase());
  if (service !== undefined) service.slowMs = ms;
}

/** The p99 of the others while clients ask for the one, and what those have heard. */
async function besideStubborn() {
  const stubborn = Promise.all(Array.from({ length: STUBBORN }, () => nine.read(dead, others[0])));
  const worst = p99(await latencies(READS));
  return { worst, heard: await stubborn };
}

test('one of nine institutions hangs: answers of the others take no longer, and those that touch it have the rest', async () => {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS && !ratios.some((ratio) => ratio <= MOST); round++) {
    hang(0);
    await expect.poll(async () => (await nine.read(dead)).errors, { timeout: 20_000, interval: 500 }).toBeUndefined();
    const before = await besideStubborn();
    hang(60_000);
    const during = await besideStubborn();
    ratios.push(during.worst / before.worst);
    for (const { data, errors } of during.heard) {
      expect(data).toEqual({ [dead]: null, [others[0]]: { title: expect.any(String) } });
      expect(errors).toMatchObject([{ path: [dead], extensions: { code: 'INSTITUTION_UNAVAILABLE', institution: dead } }]);
    }
  }

  expect(Math.min(...ratios)).toBeLessThanOrEqual(MOST);
}, 90_000);

test('an institution that has hung is missed at once, and says since when', async () => {
  hang(0);
  await expect.poll(async () => (await nine.read(dead)).errors, { timeout: 20_000, interval: 500 }).toBeUndefined();
  const before = Date.now();
  hang(60_000);
  await Promise.all(Array.from({ length: 8 }, () => nine.read(dead)));
  const begun = performance.now();
  const { errors } = await nine.read(dead);

  expect(performance.now() - begun).toBeLessThan(1_000);
  const since = Date.parse(String(errors?.[0]?.extensions.since));
  expect(since).toBeGreaterThan(before);
  expect(since).toBeLessThan(Date.now());
}, 40_000);
