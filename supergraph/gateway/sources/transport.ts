import { type Caller, Refusal } from '@chancery/domain';
import { attributes, withSpan } from '@chancery/observability';
import { bearerTokenIn, Connections, type ServiceIdentity, type ServiceRegistry, type ServiceRequest, Unreachable } from '@chancery/trust';
import type { GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import { bodyOf, type Call, readAnswer, type SubgraphAnswer } from '../../engine/index.ts';
import type { Passage } from '../passage.ts';

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
  /** Ends its fetches when the time is over that its operation may take. */
  readonly signal?: AbortSignal | undefined;
}

/** For whom a passage's operation is run. */
export function commissionOf(
  definition: OperationDefinitionNode,
  { request, caller, record, documents }: Passage,
  signal: AbortSignal | undefined,
): Commission {
  const token = definition.operation === 'mutation' ? bearerTokenIn(request.authorization) : null;
  return { caller, record, operation: definition.name?.value ?? null, token, documents, signal };
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

/** Operations come first in what the planner prints. */
const isMutation = ({ query }: Question): boolean => /^\s*mutation\b/.test(query);

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
      const reply = await this.#post(service, question, commission);
      const code = reply.errors?.[0]?.extensions?.code;
      if (typeof code === 'string') span.refuse(code);
      return reply;
    });
  }

  /** Carries a call of a compiled plan; throws `Unreachable` where there is no whole answer. */
  send(service: string, call: Call, commission: Commission): Promise<SubgraphAnswer> {
    return withSpan(`subgraph ${service}`, { kind: 'client', attributes: { [attributes.peer]: service } }, async (span) => {
      const text = await this.#connections.text(this.#request(service, bodyOf(call), call.operation.isMutation, commission));
      const answer = readAnswer(service, text);
      const code = answer.errors?.[0]?.extensions?.code;
      if (typeof code === 'string') span.refuse(code);
      return answer;
    });
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  async #post(service: string, question: Question, commission: Commission): Promise<Reply> {
    const reply = await this.#connections.send(this.#request(service, JSON.stringify(question), isMutation(question), commission));
    if (typeof reply !== 'object' || reply === null || !('data' in reply || 'errors' in reply)) throw new Unreachable(service, 'no sense');
    return reply as Reply;
  }

  #request(service: string, body: string, isCommand: boolean, commission: Commission): ServiceRequest {
    const { caller, record, operation, token, signal } = commission;
    const weigh = (bytes: number) => this.#weigh(commission, bytes);
    // What is only read after a command needs no token: nobody keeps one that he need not have.
    const shows = caller !== null && isCommand && this.#seesToken(service, caller);
    const errand = { caller, record, operation, token: shows ? token : null };
    return { service, path: '/graphql', body, ...errand, timeoutMs: this.#patienceMs, signal, weigh };
  }

  /** Throws `OPERATION_TOO_LARGE` where one operation gathers too much. */
  #weigh(commission: Commission, bytes: number): void {
    const read = (this.#read.get(commission) ?? 0) + bytes;
    this.#read.set(commission, read);
    if (read > heaviestOperation) throw new Refusal('OPERATION_TOO_LARGE');
  }
}
