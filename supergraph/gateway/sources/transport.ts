import { type Caller, Refusal } from '@chancery/domain';
import { attributes, withSpan } from '@chancery/observability';
import { Connections, type ServiceIdentity, type ServiceRegistry, Unreachable } from '@chancery/trust';
import type { GraphQLFormattedError } from 'graphql';

/** For whom and under which record the gateway asks; one for each operation. */
export interface Commission {
  readonly caller: Caller | null;
  /** The audit record's id. */
  readonly record: string;
  readonly operation: string | null;
  /** The caller's own access token, where the operation is a command. */
  readonly token: string | null;
  /** Documents that were asked for: noted here, they go on record. */
  readonly documents: Set<string>;
}

/** What a subgraph is asked. */
export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** What it answers. */
export interface Reply {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Whether a service is shown the token of a caller who gives a command: others could use it elsewhere. */
export type SeesToken = (service: string, caller: Caller) => boolean;

const patienceMs = 10_000;
/** What all replies to one operation may weigh together: they are in memory until its answer leaves. */
const heaviestOperation = 64 * 1024 * 1024;

/** Carries questions to services and their whole answers back, within bounds of time and size, each under a mandate. */
export class Transport {
  readonly #patienceMs: number;
  readonly #seesToken: SeesToken;
  readonly #connections: Connections;
  /** Bytes that were read for each operation. */
  readonly #read = new WeakMap<Commission, number>();

  constructor(
    identity: ServiceIdentity,
    registry: ServiceRegistry,
    options: { readonly patienceMs?: number; readonly seesToken?: SeesToken } = {},
  ) {
    this.#seesToken = options.seesToken ?? (() => false);
    this.#connections = new Connections(identity, registry);
    this.#patienceMs = options.patienceMs ?? patienceMs;
  }

  /** Asks a service; throws `Unreachable` where it gives no whole answer. Refusals are part of an answer. */
  ask(service: string, question: Question, commission: Commission): Promise<Reply> {
    return withSpan(`subgraph ${service}`, { kind: 'client', attributes: { [attributes.peer]: service } }, async (span) => {
      const reply = await this.#post(service, JSON.stringify(question), commission);
      const code = reply.errors?.[0]?.extensions?.code;
      if (typeof code === 'string') span.refuse(code);
      return reply;
    });
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  async #post(service: string, body: string, commission: Commission): Promise<Reply> {
    const { caller, record, operation, token } = commission;
    const weigh = (bytes: number) => this.#weigh(commission, bytes);
    const errand = { caller, record, operation, token: caller !== null && this.#seesToken(service, caller) ? token : null };
    const reply = await this.#connections.send({ service, path: '/graphql', body, ...errand, timeoutMs: this.#patienceMs, weigh });
    if (typeof reply !== 'object' || reply === null || !('data' in reply || 'errors' in reply)) throw new Unreachable(service, 'no sense');
    return reply as Reply;
  }

  /** Throws `OPERATION_TOO_LARGE` where one operation gathers too much. */
  #weigh(commission: Commission, bytes: number): void {
    const read = (this.#read.get(commission) ?? 0) + bytes;
    this.#read.set(commission, read);
    if (read > heaviestOperation) throw new Refusal('OPERATION_TOO_LARGE');
  }
}
