import { type Answer, enrol, type Fault, institutionSeeds } from '@chancery/circuit';
import { type RefusalCode, refusals } from '@chancery/domain';
import { expect } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { type Digests, type WatchedTables, watchTables } from '../../kit/tableDigests.ts';
import type { BadCase } from './badCase.ts';
import { dutyHolders } from './duties.ts';
import { decidedAbout } from './people.ts';
import { type Stage, setStage } from './stage.ts';

const stores = ['justice', 'finance', 'health', 'hosted', 'exchange', 'directory'] as const;

// What an answer must never tell: addresses, SQL, files, stacks, and what a library says.
const internals =
  /\d+\.\d+\.\d+\.\d+|localhost|\bselect\b.*\bfrom\b|\binsert into\b|prisma|postgres|syntax error at|relation "|\.ts\b|node_modules|\bat \w+ ?\(|ECONN|undefined|\[object|INTERNAL/i;

/** One refusal with its code and clause; its message says what to do, and nothing of how we work. */
export function expectRefusal(
  errors: readonly Fault[],
  { code, clause, names = '' }: Pick<BadCase, 'code' | 'clause' | 'names'>,
  says: string,
): void {
  const [error] = errors;
  const { extensions, message = '' } = error ?? {};
  const own = code in refusals ? refusals[code as RefusalCode] : undefined;
  const expected = { says, code, clause: clause ?? own?.clause, errors: 1 };
  expect({ says, code: extensions?.code, clause: extensions?.clause, errors: errors.length }).toEqual(expected);
  const usual = own?.message ?? '';
  expect(message.startsWith(usual), `${says}: ${message}`).toBe(true);
  expect(message.length, says).toBeGreaterThan(10);
  expect(message, says).toContain(names);
  expect(message, says).not.toMatch(internals);
}

/** An institution that has no part in anything but as an addressee. */
const library = { code: 'LIB', name: 'National Library', parent: null, sector: 'culture', server: null };

/** A circuit with documents and consignments in every state, whose databases are watched while bad input is sent to it. */
export class Hearing {
  readonly circuit: TestCircuit;
  readonly stage: Stage;
  readonly #tables: WatchedTables;
  #before: Digests;

  private constructor(circuit: TestCircuit, stage: Stage, tables: WatchedTables, before: Digests) {
    this.circuit = circuit;
    this.stage = stage;
    this.#tables = tables;
    this.#before = before;
  }

  /** Sets the stage, and waits until nothing is on its way any more. */
  static async open(): Promise<Hearing> {
    const circuit = await startTestCircuit();
    const institutions = institutionSeeds.filter(({ code }) => dutyHolders.some(({ institution }) => institution === code));
    await enrol(circuit.operator, [...institutions, library], [...dutyHolders, ...decidedAbout]);
    const stage = await setStage(circuit);
    const tables = await watchTables(Object.fromEntries(stores.map((name) => [name, circuit.databaseUrl(name)])));
    return new Hearing(circuit, stage, tables, await tables.settledDigests());
  }

  /** Sends bad input, and sees it refused. */
  async refuses(bad: BadCase): Promise<void> {
    const answer = await this.#ask(bad);
    expectRefusal(answer.errors, bad, bad.says);
    if (!partlyAnswered.test(bad.query)) expect(firstOf(answer), bad.says).toBeNull();
  }

  /** What cannot be put on record within a second is refused for that alone (§10.2): on a busy machine it is asked again. */
  async #ask(bad: BadCase, left = 3): Promise<Answer<Record<string, unknown>>> {
    const answer = await this.circuit.ask<Record<string, unknown>>(bad.query, bad.variables(this.stage), { as: bad.as });
    const isUnrecorded = answer.errors.some(({ extensions }) => extensions?.code === 'AUDIT_UNAVAILABLE');
    return isUnrecorded && left > 0 ? this.#ask(bad, left - 1) : answer;
  }

  /** All rows of perimeters, exchange and directory are as they were. */
  async sawNoChange(): Promise<void> {
    const [before, now] = [this.#before, await this.#tables.digests()];
    this.#before = now;
    expect(now).toEqual(before);
  }

  /** What is sound changes the tables: from here on they are watched again. */
  async expectsChange(change: () => Promise<unknown>): Promise<void> {
    await change();
    this.#before = await this.#tables.digests();
  }

  /** Waits until nothing is on its way any more: deliveries go on after the answer to a dispatch. */
  async comesToRest(): Promise<void> {
    this.#before = await this.#tables.settledDigests();
  }

  async close(): Promise<void> {
    await this.#tables.close();
    await this.circuit.close();
  }
}

/** Where a refused list stands in something that is answered. */
const partlyAnswered = /: (\$id|"JUS[\w:.]*")\) \{ (officials|auditEntries|delegations)\(/;

/** The first field of an answer. */
const firstOf = ({ data }: Answer<Record<string, unknown>>): unknown => Object.values(data ?? {})[0] ?? null;
