import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseOfficialId, Refusal } from '@chancery/domain';
import { type GraphText, graphName } from '@chancery/supergraph';
import { readRegistry, ServiceClient, type ServiceEntry } from '@chancery/trust';
import { patiently } from '../client/command.ts';
import { GatewayClient, type Speaker } from '../client/gatewayClient.ts';
import { readMembership } from '../issuer/holders.ts';
import { readIssuerKey } from '../issuer/issuerKey.ts';
import { tokenSource } from '../issuer/issueToken.ts';
import { enrol } from '../seeds/enrol.ts';
import { officialsOf, seedOf } from '../seeds/newcomers.ts';
import { readJson } from '../supervisor/files.ts';
import { graphServed } from '../supervisor/gatewayAddress.ts';
import { writeGraph } from '../supervisor/graphFile.ts';
import type { Home } from '../supervisor/home.ts';
import { operatorOf } from '../supervisor/keys.ts';
import { liveHolder } from '../supervisor/lock.ts';
import { lastLines } from '../supervisor/logs.ts';
import { NotDone } from '../supervisor/progress.ts';
import { type Ready, readReady } from '../supervisor/readyFile.ts';
import { connectedTo } from './connected.ts';
import { Taken } from './joining.ts';
import { writeNewcomers } from './membersFile.ts';
import type { Newcomer } from './newcomer.ts';

/** An institution, as far as the directory knows it. */
type Named = Pick<Newcomer, 'code' | 'name' | 'server'>;

const SERVER_MS = 90_000;
const GRAPH_MS = 30_000;
const DRAFT_MS = 60_000;

/** A circuit that runs on this machine, as a command changes its members. Every wait is bounded. */
export class RunningCircuit {
  readonly #home: Home;

  private constructor(home: Home) {
    this.#home = home;
  }

  /** The circuit of this home; undefined where none runs. */
  static of(home: Home): RunningCircuit | undefined {
    return liveHolder(home) !== undefined && readReady(home) !== undefined ? new RunningCircuit(home) : undefined;
  }

  /** Throws `Taken` where the directory, or a connection, has another institution by this code or name, or another one at this server. */
  async requireFree({ code, name, server }: Named): Promise<void> {
    const { institutions } = await this.#asOperator(readMembership);
    const other = institutions.find((each) => (each.code === code || each.name === name) && each.server !== server);
    if (other !== undefined) throw new Taken(`The directory has ${other.name} (${other.code}, server ${other.server}) already.`);
    const connected = connectedTo(this.#home).find(({ institution }) => institution.code === code || institution.name === name);
    if (connected !== undefined && connected.name !== server)
      throw new Taken(`${connected.institution.code} is connected already (server ${connected.name}).`);
  }

  /** Has the supervisor run the servers of these newcomers and of no others, and waits until `server` runs, or runs no more. */
  async settle(newcomers: readonly Newcomer[], { server }: Pick<Newcomer, 'server'>): Promise<void> {
    const isWanted = newcomers.some((each) => each.server === server);
    const why = () => readJson<Readonly<Record<string, string>>>(this.#home.notJoined)?.[server];
    rmSync(this.#home.notJoined, { force: true });
    writeNewcomers(newcomers, this.#home.members);
    const isDone = () => {
      if (isWanted && why() !== undefined) throw new Error(`The supervisor did not start ${server}: ${why()}\n${whatThen}`);
      const isRun = this.#ready.services.some(({ name }) => name === server);
      // Whoever is being taken in while it is to go is known to the services for a moment more.
      return isWanted ? isRun : !isRun && !this.#known.includes(server);
    };
    const failure = () => `The supervisor did not ${isWanted ? 'start' : 'end'} ${server}. Its log ends:\n${lastLines(this.#home, server)}`;
    await until(SERVER_MS, isDone, failure);
  }

  /** Enters the institution in the directory, in a demonstration with one official for each duty. Throws `NotDone` where officials are not invented. */
  async enter(newcomer: Named): Promise<void> {
    try {
      await this.#asOperator((client) => enrol(client, [seedOf(newcomer)], officialsOf(newcomer), { newOfficialsOnly: true }));
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'OFFICERS_ADMIT')) throw error;
      const { code, server } = newcomer;
      throw new NotDone(
        `This is no demonstration: enter ${code} with its security officers, "server": "${server}", by npm run admit -- <file>`,
      );
    }
  }

  /** Ends its membership in the directory; one that was never entered has none. */
  async dismiss({ code }: Named): Promise<void> {
    const ending = 'mutation EndMembership($input: EndMembershipInput!) { endMembership(input: $input) { version } }';
    try {
      await this.#asOperator((client) => client.ask('directory', ending, { input: { institution: code } }, { timeoutMs: 20_000 }));
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'INSTITUTION_UNKNOWN')) throw error;
    }
  }

  /** Has the gateway serve another graph, and waits until it does. */
  async serve(graph: GraphText): Promise<void> {
    writeGraph(this.#home, graph);
    const wanted = graphName(graph);
    const url = new URL(this.#ready.graphql).origin;
    const failure = () => `The gateway did not take up the graph. Its log ends:\n${lastLines(this.#home, 'gateway')}`;
    await until(GRAPH_MS, async () => (await graphServed(url, process.env)) === wanted, failure);
  }

  /** Waits until the newcomer's own server answers `draft<Kind>` through the gateway. Throws `NotDone` where nobody here has a token to ask with. */
  async answers({ code, kind, server }: Newcomer): Promise<void> {
    const issuer = readIssuerKey(this.#home);
    if (issuer === undefined)
      throw new NotDone(`Nobody was asked: tokens come from another issuer. Try draft${kind} as a clerk of ${code}.`);
    const gateway = new GatewayClient(this.#ready.graphql, tokenSource(issuer));
    const clerk: Speaker = { official: parseOfficialId(`${code}:clerk`), institution: code };
    // A draft without a title is refused by the server itself, and leaves nothing behind.
    const draft = `mutation Probe { draft${kind}(input: { title: "" }) { document { id } } }`;
    let said = 'nothing';
    const isAnswered = async (): Promise<boolean> => {
      const { errors, status } = await patiently(() => gateway.ask(draft, {}, clerk), 10_000);
      said = errors[0]?.extensions?.code ?? `HTTP status ${status}`;
      return said === 'TITLE_REQUIRED';
    };
    await until(DRAFT_MS, isAnswered, () => `draft${kind} is not answered by ${server}: the gateway says ${said}.`);
  }

  get #ready(): Ready {
    const ready = readReady(this.#home);
    if (ready === undefined) throw new Error('The circuit has stopped. Start it, and run this again: npm start');
    return ready;
  }

  /** Whose word services take. */
  get #known(): readonly string[] {
    return (readJson<readonly ServiceEntry[]>(this.#home.services) ?? []).map(({ name }) => name);
  }

  async #asOperator<Result>(work: (client: ServiceClient) => Promise<Result>): Promise<Result> {
    const client = new ServiceClient(operatorOf(this.#home), readRegistry(this.#home.services));
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }
}

const whatThen =
  'Put that right, and run this again: it goes on. Databases are named before the circuit starts, so that takes npm start as well.';

async function until(milliseconds: number, isDone: () => boolean | Promise<boolean>, failure: () => string): Promise<void> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await pause(200)) if (await isDone()) return;
  throw new Error(failure());
}
