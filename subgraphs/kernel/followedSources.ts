import type { ServiceEntry, ServiceRegistry, ServiceRole } from '@chancery/trust';
import type { Follower } from './follower.ts';

/** How often it is looked who has joined the circuit, and who has left it. */
const LOOK_MS = 1_000;

/** A follower for each service of some roles, also for those that join while this one runs. §1.1 */
export class FollowedSources {
  readonly #registry: Pick<ServiceRegistry, 'ofRole'>;
  readonly #roles: readonly ServiceRole[];
  readonly #followerOf: (source: ServiceEntry) => Pick<Follower, 'start' | 'stop'>;
  readonly #followers = new Map<string, Pick<Follower, 'start' | 'stop'>>();
  /** Those who have left: they end by themselves. */
  readonly #leaving = new Set<Promise<void>>();
  #looking: NodeJS.Timeout | undefined;

  constructor(
    registry: Pick<ServiceRegistry, 'ofRole'>,
    roles: readonly ServiceRole[],
    followerOf: (source: ServiceEntry) => Pick<Follower, 'start' | 'stop'>,
  ) {
    this.#registry = registry;
    this.#roles = roles;
    this.#followerOf = followerOf;
  }

  start(): void {
    this.#look();
    this.#looking ??= setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** Ends all of them; after it they can be started again. */
  async stop(): Promise<void> {
    clearInterval(this.#looking);
    this.#looking = undefined;
    for (const name of [...this.#followers.keys()]) this.#leave(name);
    await Promise.all(this.#leaving);
  }

  #look(): void {
    const sources = this.#roles.flatMap((role) => this.#registry.ofRole(role));
    for (const source of sources) if (!this.#followers.has(source.name)) this.#join(source);
    for (const name of [...this.#followers.keys()]) if (!sources.some((source) => source.name === name)) this.#leave(name);
  }

  #join(source: ServiceEntry): void {
    const follower = this.#followerOf(source);
    this.#followers.set(source.name, follower);
    follower.start();
  }

  #leave(name: string): void {
    const left = this.#followers.get(name)?.stop();
    this.#followers.delete(name);
    if (left === undefined) return;
    this.#leaving.add(left);
    void left.finally(() => this.#leaving.delete(left));
  }
}
