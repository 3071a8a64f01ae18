import { allServices } from '../services.ts';
import type { Home } from './home.ts';
import { type Ready, type ReadyService, removeReady, writeReady } from './readyFile.ts';
import type { RunningServices } from './runningServices.ts';

/** Says to everyone that the circuit is ready, and what runs where, until it is withdrawn. */
export class ReadyNotice {
  readonly #home: Home;
  readonly #environment: NodeJS.ProcessEnv;
  #state: 'silent' | 'told' | 'withdrawn' = 'silent';

  constructor(home: Home, environment: NodeJS.ProcessEnv) {
    this.#home = home;
    this.#environment = environment;
  }

  /** Everything has answered, and nobody has stopped it since. */
  get isTold(): boolean {
    return this.#state === 'told';
  }

  tell(running: RunningServices): Ready {
    if (this.#state === 'silent') this.#state = 'told';
    const ready = {
      graphql: `${running.gateway}/graphql`,
      pid: process.pid,
      services: running.rows.toSorted(inOrder(allServices().map(({ name }) => name))),
      issuer: running.issuer ?? { url: this.#environment.CHANCERY_OIDC_ISSUER ?? '', pid: null },
    };
    if (this.#state === 'told') writeReady(this.#home, ready);
    return ready;
  }

  /** Says it with the process ids of now. A disk that takes nothing now is no reason to leave the services alone: it is said, and tried again. */
  tellAgain(running: RunningServices, say: (line: string) => void): void {
    try {
      this.tell(running);
    } catch (error) {
      say(`ready.json cannot be written, and is tried again: ${error instanceof Error ? error.message : error}`);
      setTimeout(() => this.tellAgain(running, say), 1_000).unref();
    }
  }

  withdraw(): void {
    this.#state = 'withdrawn';
    removeReady(this.#home);
  }
}

/** As the services are listed; who has just left or joined comes last. */
const inOrder = (names: readonly string[]) => {
  const placeOf = ({ name }: ReadyService): number => (names.includes(name) ? names.indexOf(name) : names.length);
  return (a: ReadyService, b: ReadyService): number => placeOf(a) - placeOf(b);
};
