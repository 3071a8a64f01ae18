import { type Caller, type ExchangeEvent, Refusal, type RefusalCode, refusals } from '@chancery/domain';
import { attributes, withCall } from '@chancery/observability';
import { BoundedCache } from './boundedCache.ts';
import { Connections } from './connections.ts';
import type { ServiceIdentity } from './identity.ts';
import { type OperationText, operationText } from './operationText.ts';
import type { ServiceRegistry } from './registry.ts';
import type { ServiceRequest } from './serviceRequest.ts';
import { Unreachable } from './unreachable.ts';

/** How one call is made. */
export interface AskOptions {
  /** The official on whose behalf; nobody unless said. */
  readonly caller?: Caller | null;
  /** The audit record that was opened for it. */
  readonly record?: string | null;
  /** The caller's own access token, where the service that is asked must see it. */
  readonly token?: string | null;
  /** How long the whole call may take; 5 seconds unless said. */
  readonly timeoutMs?: number;
}

/** Calls other services of the circuit, each call under a mandate of its own service and within bounds of time and size. */
export class ServiceClient {
  readonly #connections: Connections;

  constructor(identity: ServiceIdentity, registry: ServiceRegistry) {
    this.#connections = new Connections(identity, registry);
  }

  /**
   * The data of a GraphQL operation. Throws `Refusal` where the service refused with a code of the catalogue, and `Unreachable`
   * where it gave no whole answer; then it may still have done it.
   */
  async ask<T>(service: string, query: string, variables: object, options: AskOptions = {}): Promise<T> {
    const { caller = null, record = null, token = null, timeoutMs = 5_000 } = options;
    const { operation, name } = askedBy(query);
    const body = { operation, variables: JSON.stringify(variables) };
    const call = { service, path: '/graphql', operation: name, body, caller, record, token, timeoutMs };
    return this.#call(call, (answer) => dataOf<T>(service, answer));
  }

  /** The events of a service after a position, and whether it says that there are more; waits up to `waitMs` for the first. Throws `Unreachable`. */
  async events(
    service: string,
    after: number,
    first: number,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<{ readonly events: readonly ExchangeEvent[]; readonly more: boolean }> {
    const path = `/events?after=${after}&first=${first}&wait=${waitMs}`;
    const timeoutMs = waitMs + 5_000;
    const forItself = { caller: null, record: null, token: null };
    return this.#call({ service, path, operation: 'events', body: null, ...forItself, timeoutMs, signal }, (answer) => {
      if (!isRecord(answer) || !Array.isArray(answer.events)) throw new Unreachable(service, 'no sense');
      return { events: answer.events, more: answer.more === true };
    });
  }

  /** Whether a service answers now. */
  isWell(service: string): Promise<boolean> {
    return this.#connections.isWell(service);
  }

  /** Ends all connections; calls under way end as `Unreachable`. */
  close(): Promise<void> {
    return this.#connections.close();
  }

  #call<T>(call: ServiceRequest, read: (answer: unknown) => T): Promise<T> {
    const noted = { [attributes.peer]: call.service, ...(call.operation === null ? {} : { [attributes.operation]: call.operation }) };
    return withCall(`call ${call.service}`, { attributes: noted, within: true }, async ({ traceparent }) =>
      read(await this.#connections.send({ ...call, traceparent })),
    );
  }
}

/** A service asks little, again and again. */
const asked = new BoundedCache<Asked>(500, 2_000_000);

interface Asked {
  readonly operation: OperationText;
  /** By which its mandates name it. */
  readonly name: string | null;
}

function askedBy(query: string): Asked {
  const known = asked.get(query);
  if (known !== undefined) return known;
  const read = { operation: operationText(query), name: /\b(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? null };
  asked.set(query, read, query.length);
  return read;
}

function dataOf<T>(service: string, answer: unknown): T {
  if (!isRecord(answer)) throw new Unreachable(service, 'no sense');
  const errors = Array.isArray(answer.errors) ? answer.errors : [];
  for (const error of errors) {
    const refusal = refusalOf(error);
    if (refusal !== undefined) throw refusal;
  }
  if (errors.length > 0) throw new Unreachable(service, 'fault', errors);
  if (!isRecord(answer.data)) throw new Unreachable(service, 'no sense');
  return answer.data as T;
}

/** What a service adds to our own words: less than what leaves the gateway. */
const LONGEST_WORD = 800;

/** The refusal that an error between services tells of; its message is ours, with the detail and the narrower clause that the service added. */
export function refusalOf(error: unknown): Refusal | undefined {
  const code = isRecord(error) && isRecord(error.extensions) ? error.extensions.code : undefined;
  if (!isRecord(error) || !isRefusalCode(code)) return undefined;
  const usual = `${refusals[code].message} `;
  const said =
    typeof error.message === 'string' && error.message.startsWith(usual)
      ? error.message.slice(usual.length, usual.length + LONGEST_WORD)
      : '';
  return new Refusal(code, said === '' ? undefined : said, clauseOf(error.extensions));
}

/** The clause that the service named, where it has the form of one; else the code's own. */
function clauseOf(extensions: unknown): string | undefined {
  const clause = isRecord(extensions) ? extensions.clause : undefined;
  return typeof clause === 'string' && /^\d{1,2}(\.\d{1,2}){0,3}$/.test(clause) ? clause : undefined;
}

const isRefusalCode = (code: unknown): code is RefusalCode => typeof code === 'string' && Object.hasOwn(refusals, code);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
