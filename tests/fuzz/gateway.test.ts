import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../kit/asking.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { publicGraph } from '../kit/publicGraph.ts';
import { seeded } from '../kit/seeded.ts';
import { delivered, drafted, registered, resolved, signed } from '../kit/walks.ts';
import type { Who } from '../kit/who.ts';
import { heldMemory } from './memory.ts';
import { type RandomOperation, RandomOperations } from './randomOperations.ts';
import type { RealIds } from './randomValues.ts';
import { faultIn, isAway } from './wellFormed.ts';

/** `npm run test:long` takes the whole way. */
const isLong = process.env.CHANCERY_LONG === '1';
const OPERATIONS = Number(process.env.CHANCERY_OPERATIONS || (isLong ? 20_000 : 1_000));
const SEED = Number(process.env.CHANCERY_SEED || 20_261_125);
const SIDE_BY_SIDE = 8;
/** How much more memory may be held at the end than after a quarter of the way, in MB. */
const GROWTH_MB = 48;

const callers: readonly (Who | null)[] = [
  { institution: 'JUS', duty: 'CLERK' },
  { institution: 'JUS', duty: 'REGISTRAR' },
  { institution: 'FIN', duty: 'SIGNATORY' },
  { institution: 'FIN', duty: 'REGISTRAR' },
  { institution: 'MOH', duty: 'EXECUTOR' },
  { institution: 'NAR', duty: 'CLERK' },
  { institution: 'EXC', duty: 'ANALYST' },
  { institution: 'EXC', duty: 'AUDITOR' },
  { institution: 'EXC', duty: 'OPERATOR' },
  null,
];

let circuit: TestCircuit;
let tokens: readonly (string | undefined)[];
let ids: RealIds;
/** What services say of themselves to those who run them. */
const faults: string[] = [];

beforeAll(async () => {
  circuit = await startTestCircuit();
  tokens = await Promise.all(callers.map((who) => (who === null ? undefined : circuit.token(who))));
  const walks = [delivered, delivered, resolved].map((walk) => walk(circuit.desk()));
  const travelled = await Promise.all(walks);
  const kept = await Promise.all([
    ...[drafted, signed, registered].map((walk) => walk(circuit.desk())),
    registered(circuit.desk(), { institution: 'FIN', kind: 'BudgetRequest' }),
  ]);
  ids = {
    documents: [...travelled, ...kept].map(({ id }) => id),
    consignments: travelled.map(({ sent }) => sent.id),
    institutions: ['JUS', 'FIN', 'MOH', 'NAR', 'STA', 'EXC'],
    officials: ['JUS:o.petrenko', 'FIN:s.kravets'],
  };
}, 240_000);
afterAll(() => circuit.close());

test(`${OPERATIONS} random operations: no fault, no answer that is none, no growth of memory`, {
  timeout: isLong ? 7_200_000 : 300_000,
}, async () => {
  const schema = publicGraph();
  const chance = seeded(SEED);
  const operations = new RandomOperations(schema, chance, ids);
  const wrong: object[] = [];
  const seen = new Map<string, number>();
  const stderr = listenToFaults();
  const begun = performance.now();
  let held = 0;
  let answered = 0;
  let away = 0;

  const run = async (operation: RandomOperation, caller: number): Promise<void> => {
    const token = tokens[caller];
    const heard = await ask(circuit.graphql, {
      ...operation,
      ...(token === undefined ? {} : { token }),
      headers: { accept: types[caller % 2] ?? '' },
    });
    const fault = await faultIn(schema, operation, heard);
    const code = String(heard.code ?? 'none');
    seen.set(code, (seen.get(code) ?? 0) + 1);
    if (isAway(heard)) away++;
    if (Object.values(heard.data ?? {}).some((value) => value !== null)) answered++;
    if (fault !== undefined || heard.errors?.some(({ extensions }) => extensions.code === 'INTERNAL'))
      wrong.push({ fault, caller: callers[caller], operation, errors: heard.errors?.slice(0, 3) });
  };
  for (let done = 0; done < OPERATIONS; done += SIDE_BY_SIDE) {
    const batch = Array.from({ length: SIDE_BY_SIDE }, () => [operations.next(), chance.between(0, callers.length - 1)] as const);
    await Promise.all(batch.map(([operation, caller]) => run(operation, caller)));
    if (isLong && done % 2_000 === 0)
      console.log(
        `fuzz: ${done} operations, ${(await heldMemory()).toFixed(0)} MB, ${wrong.length} wrong answers, ${faults.length} faults`,
      );
    if (done < OPERATIONS / 4 && done + SIDE_BY_SIDE >= OPERATIONS / 4) held = await heldMemory();
  }
  const seconds = (performance.now() - begun) / 1_000;
  const growth = (await heldMemory()) - held;
  stderr.stop();
  console.log(
    `fuzz: seed ${SEED}, ${OPERATIONS} operations in ${seconds.toFixed(1)} s (${(OPERATIONS / seconds).toFixed(0)}/s), ${growth.toFixed(1)} MB more from ${held.toFixed(0)} MB, ${answered} answered`,
    Object.fromEntries([...seen].sort((a, b) => b[1] - a[1])),
  );

  expect(wrong.slice(0, 5)).toEqual([]);
  expect(faults).toEqual([]);
  // Without operations that are answered, it would have tried nothing.
  expect(answered).toBeGreaterThan(OPERATIONS / 5);
  expect(away).toBeLessThan(OPERATIONS / 50);
  expect(growth).toBeLessThan(GROWTH_MB);
});

const types = ['application/json', 'application/graphql-response+json'];

/** Gathers what is written to stderr as a mistake of ours, and promises that nobody waited for. */
function listenToFaults(): { stop(): void } {
  const write = process.stderr.write.bind(process.stderr);
  const heard = (text: unknown): void => {
    // A machine that is busy with something else keeps a sweep from its database: the next one comes.
    if (/gateway fault|"level":"error"/.test(String(text)) && !/connection timeout/.test(String(text)))
      faults.push(String(text).slice(0, 2_000));
  };
  const unhandled = (error: unknown): void => void faults.push(`unhandled: ${String(error)}`);
  process.stderr.write = ((text: Uint8Array | string, ...rest: []) => {
    heard(text);
    return write(text, ...rest);
  }) as typeof process.stderr.write;
  process.on('unhandledRejection', unhandled);
  return {
    stop: () => {
      process.stderr.write = write;
      process.off('unhandledRejection', unhandled);
    },
  };
}
