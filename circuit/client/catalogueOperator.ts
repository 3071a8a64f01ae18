import { issueMandate, type ServiceIdentity, type ServiceRegistry, Unreachable } from '@chancery/trust';

/** How far the catalogue has followed one feed. */
export interface FeedStanding {
  readonly source: string;
  readonly position: number;
  /** Null when the service that is followed does not answer. */
  readonly caughtUp: boolean | null;
}

const timeoutMs = 30_000;

/** What the circuit's operator asks of the catalogue beside GraphQL. Every call throws `Unreachable` where it gets no answer. */
export class CatalogueOperator {
  readonly #identity: ServiceIdentity;
  readonly #registry: ServiceRegistry;

  constructor(identity: ServiceIdentity, registry: ServiceRegistry) {
    this.#identity = identity;
    this.#registry = registry;
  }

  /** Empties the catalogue and lets it follow every feed from its beginning; answers before that is done. */
  async rebuild(): Promise<void> {
    await this.#call('POST', 'rebuild');
  }

  /** How far it has followed each feed. */
  async standing(): Promise<readonly FeedStanding[]> {
    const { feeds } = (await this.#call('GET', 'standing')) as { readonly feeds: readonly FeedStanding[] };
    return feeds;
  }

  async #call(method: 'GET' | 'POST', route: string): Promise<unknown> {
    const { name, url } = this.#registry.ofRole('catalogue')[0] ?? this.#registry.entry('catalogue');
    const mandate = await issueMandate(this.#identity, { audience: name, caller: null, record: null, operation: route });
    try {
      const answer = await fetch(`${url}/${route}`, {
        method,
        headers: { authorization: `Mandate ${mandate}` },
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      return await answer.json();
    } catch (error) {
      throw new Unreachable(name, 'fault', error);
    }
  }
}
