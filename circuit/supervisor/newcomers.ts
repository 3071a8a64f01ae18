import { existsSync } from 'node:fs';
import { followFiles, refuseInProduction, type ServiceEntry } from '@chancery/trust';
import { keepCertificates } from '../authority/keepCertificates.ts';
import { followAnew, hasToldNothing } from '../newcomers/followAnew.ts';
import { readNewcomers } from '../newcomers/membersFile.ts';
import type { Newcomer } from '../newcomers/newcomer.ts';
import { newcomerRow, type ServiceRow, services } from '../services.ts';
import { circuitPorts } from './circuitPorts.ts';
import type { DatabaseServer } from './databaseServer.ts';
import { readJson, writeJson } from './files.ts';
import { serviceUrl } from './gatewayAddress.ts';
import { certificateFiles, type Home } from './home.ts';
import { entryOf, keepKey } from './keys.ts';
import { clearService } from './leftovers.ts';
import { requireDatabases } from './ownDatabases.ts';
import { databaseFaults } from './production.ts';
import type { Progress } from './progress.ts';
import type { RunningServices } from './runningServices.ts';

/** A circuit that runs, as far as its members may change. */
export interface Membership {
  readonly home: Home;
  readonly databases: DatabaseServer;
  readonly services: RunningServices;
  readonly progress: Progress;
  readonly environment: NodeJS.ProcessEnv;
  /** The gateway's port, when a person asked for one: the others are put beside it. */
  readonly port: number | undefined;
  /** Says anew what runs. */
  tell(): void;
}

const first: readonly string[] = services.map(({ name }) => name);

/** Takes in who joins a circuit while it runs, and lets go who leaves, as the list in its folder says. */
export class Newcomers {
  readonly #circuit: Membership;
  readonly #rows: Map<string, ServiceRow>;
  readonly #others: readonly string[];
  /** Who has something here, though not all came up. */
  readonly #begun = new Set<string>();
  #last: Promise<void> = Promise.resolve();
  #isOver = false;

  /** @param rows those who run already */
  constructor(circuit: Membership, rows: readonly ServiceRow[]) {
    this.#circuit = circuit;
    const joined = rows.filter(({ name, role }) => role === 'perimeter' && !first.includes(name));
    this.#rows = new Map(joined.map((row) => [row.name, row]));
    this.#others = rows.filter((row) => !joined.includes(row)).map(({ name }) => name);
  }

  /** All processes of the circuit as it is now. */
  get everyone(): readonly string[] {
    return [...this.#others, ...this.#rows.keys()];
  }

  follow(): void {
    const { members } = this.#circuit.home;
    // Who came while the circuit was started is taken in as well.
    this.#follow(
      followFiles(
        [members],
        () => readNewcomers(members),
        (newcomers) => this.#follow(newcomers),
      ),
    );
  }

  #follow(newcomers: readonly Newcomer[]): void {
    const wanted = new Map(newcomers.map((newcomer) => [newcomer.server, newcomerRow(newcomer)]));
    this.#last = this.#last
      .then(() => this.#settle(wanted))
      .catch((error: unknown) => this.#circuit.progress.say(error instanceof Error ? error.message : String(error)));
  }

  /** Takes in nobody any more, and waits for whom it is taking in. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#last;
  }

  async #settle(wanted: ReadonlyMap<string, ServiceRow>): Promise<void> {
    const { progress } = this.#circuit;
    const say = (error: unknown) => progress.say(error instanceof Error ? error.message : String(error));
    const leaving = [...new Set([...this.#rows.keys(), ...this.#begun])].filter((name) => !wanted.has(name));
    for (const name of leaving) await progress.step(`${name} leaves`, () => this.#letGo(name));
    for (const row of wanted.values()) {
      if (this.#isOver) return;
      if (!this.#rows.has(row.name)) await progress.step(`${row.name} joins`, () => this.#orSaid(row)).catch(say);
    }
  }

  /** Who asked for it is told why it was not done; the next one is taken in all the same. */
  async #orSaid(row: ServiceRow): Promise<void> {
    const { home } = this.#circuit;
    const others = { ...readJson<Readonly<Record<string, string>>>(home.notJoined), [row.name]: undefined };
    try {
      await this.#takeIn(row);
      writeJson(home.notJoined, others);
    } catch (error) {
      writeJson(home.notJoined, { ...others, [row.name]: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  /** Everyone learns who it is before it answers. What does not come up is taken back. */
  async #takeIn(row: ServiceRow): Promise<void> {
    const { home, databases, services: running, environment, port, tell } = this.#circuit;
    const { name, role } = row;
    await this.#requireDatabase(name);
    if (await hasToldNothing(databases.doorsOf(name).owner)) await followAnew(name, (service) => databases.doorsOf(service).owner);
    await this.#requireCertificate(name);
    const taken = (await circuitPorts([row], port)).get(name) ?? row.preferredPort;
    const key = await keepKey(home, name, role);
    this.#enter((entries) => [...entries.filter((entry) => entry.name !== name), entryOf(key, serviceUrl(name, taken, environment))]);
    try {
      await running.start(row, taken);
    } catch (error) {
      await running.end(name);
      this.#enter((entries) => entries.filter((entry) => entry.name !== name));
      throw error;
    }
    this.#rows.set(name, row);
    tell();
  }

  /** As at the start of a circuit: nothing is begun where its database is not there, or may not be used. */
  async #requireDatabase(name: string): Promise<void> {
    const { databases, environment, progress } = this.#circuit;
    refuseInProduction(environment, databaseFaults(name, environment));
    for (const line of await requireDatabases(environment, [name])) progress.say(line);
    await databases.ensure(name);
    this.#begun.add(name);
  }

  async #requireCertificate(name: string): Promise<void> {
    const { home } = this.#circuit;
    if (!home.isForeignAuthority) return void (await keepCertificates(home, [name]));
    const { cert, key } = certificateFiles(home, name);
    const missing = [cert, key].filter((file) => !existsSync(file));
    if (missing.length > 0) throw new Error(`Its certificate comes from CHANCERY_TLS_FOLDER, where there is no ${missing.join(', ')}.`);
  }

  async #letGo(name: string): Promise<void> {
    const { home, databases, services: running, environment, tell } = this.#circuit;
    this.#enter((entries) => entries.filter((entry) => entry.name !== name));
    await running.end(name);
    await databases.drop(name);
    clearService(home, name, environment);
    this.#rows.delete(name);
    this.#begun.delete(name);
    tell();
  }

  /** Keys that are being exchanged stay as they stand there. */
  #enter(change: (entries: readonly ServiceEntry[]) => readonly ServiceEntry[]): void {
    const { services: file } = this.#circuit.home;
    writeJson(file, change(readJson<readonly ServiceEntry[]>(file) ?? []));
  }
}
