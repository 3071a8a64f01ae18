import { Connections, type ServiceIdentity, type ServiceRegistry } from '@chancery/trust';

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
  readonly #connections: Connections;
  readonly #catalogue: string;

  constructor(identity: ServiceIdentity, registry: ServiceRegistry) {
    this.#connections = new Connections(identity, registry);
    this.#catalogue = registry.ofRole('catalogue')[0]?.name ?? 'catalogue';
  }

  /** Empties the catalogue and lets it follow every feed from its beginning; answers before that is done. */
  async rebuild(): Promise<void> {
    await this.#call('rebuild', '');
  }

  /** How far it has followed each feed. */
  async standing(): Promise<readonly FeedStanding[]> {
    const { feeds } = (await this.#call('standing', null)) as { readonly feeds: readonly FeedStanding[] };
    return feeds;
  }

  /** Ends its connections. */
  close(): Promise<void> {
    return this.#connections.close();
  }

  #call(route: string, body: string | null): Promise<unknown> {
    const forItself = { caller: null, record: null, token: null };
    return this.#connections.send({ service: this.#catalogue, path: `/${route}`, body, operation: route, ...forItself, timeoutMs });
  }
}
