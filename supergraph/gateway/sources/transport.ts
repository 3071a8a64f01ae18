import type { Caller } from '@chancery/domain';
import { attributes, type CallHandle, type SpanHandle, withCall } from '@chancery/observability';
import {
  Connections,
  type GateLimits,
  type OperationCall,
  ServiceGates,
  type ServiceIdentity,
  type ServiceRegistry,
  type ServiceRequest,
  type StopSignal,
} from '@chancery/trust';
import type { GraphQLFormattedError } from 'graphql';
import { type Call, readAnswer, type SubgraphAnswer } from '../../engine/index.ts';
import { usualSettings } from '../settings.ts';
import { type Commission, scopeOf, weigh } from './commission.ts';
import { SharedReads, type Told } from './sharedReads.ts';
import { isPlain, told, unread } from './told.ts';

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

/** How long services are waited for, and how much each may cost. */
export interface TransportLimits extends GateLimits {
  readonly patienceMs: number;
  /** By the names of services that are waited for otherwise. */
  readonly patienceFor: ReadonlyMap<string, number>;
  /** The same question of the same caller is asked once at a time. */
  readonly sharesReads: boolean;
}

/** All who have not signed in, together. */
const nobody = 'nobody';

/** Operations come first in what the planner prints. */
const isMutation = ({ query }: Question): boolean => /^\s*mutation\b/.test(query);

/** Carries questions to services and their whole answers back, within bounds of time, size and number, each under a mandate. */
export class Transport {
  readonly #limits: TransportLimits;
  readonly #seesToken: SeesToken;
  readonly #connections: Connections;
  readonly #gates: ServiceGates;
  readonly #reads = new SharedReads<SubgraphAnswer>();

  constructor(
    identity: ServiceIdentity,
    registry: ServiceRegistry,
    options: { readonly limits?: TransportLimits; readonly seesToken?: SeesToken } = {},
  ) {
    this.#seesToken = options.seesToken ?? (() => false);
    this.#connections = new Connections(identity, registry);
    this.#limits = options.limits ?? usualSettings.services;
    this.#gates = new ServiceGates(this.#limits);
  }

  /** Asks a service; throws `Unreachable` where it gives no whole answer. Refusals are part of an answer. */
  ask(service: string, question: Question, commission: Commission): Promise<Reply> {
    return this.#answer(service, { body: JSON.stringify(question), isRead: !isMutation(question) }, commission);
  }

  /** Carries a call of a compiled plan; throws `Unreachable` where there is no whole answer. */
  send(service: string, call: Call, commission: Commission): Promise<SubgraphAnswer> {
    return this.#answer(service, { body: call, isRead: !call.operation.isMutation }, commission);
  }

  /** The same, unread where it tells of data alone: whoever reads its bytes sees whether it is so. */
  sendBytes(service: string, call: Call, commission: Commission): Promise<Buffer> {
    const post = { body: call, isRead: !call.operation.isMutation };
    return within(service, async (span) => {
      const answer = await this.#told({ service, post, commission, traceparent: span.traceparent }, unread);
      if (!isPlain(answer.bytes)) refuse(span, answer.take());
      return answer.bytes;
    });
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  #answer(service: string, post: Post, commission: Commission): Promise<SubgraphAnswer> {
    return within(service, async (span) => {
      const answer = (await this.#told({ service, post, commission, traceparent: span.traceparent }, told)).take();
      refuse(span, answer);
      return answer;
    });
  }

  #told(asked: Asked, reading: Reading): Promise<Told<SubgraphAnswer>> {
    const { service, post, commission } = asked;
    const { deadline } = commission;
    const alone = { signal: deadline?.signal, weigh: (bytes: number) => weigh(commission, bytes) };
    if (!post.isRead) return this.#changing(() => this.#call(asked, alone, reading));
    const scope = this.#limits.sharesReads ? scopeOf(commission) : null;
    if (scope === null) return this.#call(asked, alone, reading);
    const sharer = { service, deadline, weigh: alone.weigh };
    return this.#reads.read(`${service} ${scope} ${sameText(post)}`, sharer, (bounds) => this.#call(asked, bounds, reading));
  }

  #call(asked: Asked, { signal, weigh }: Bounds, reading: Reading): Promise<Told<SubgraphAnswer>> {
    const { service, post, commission } = asked;
    const read = (text: string) => readAnswer(service, text);
    const timeoutMs = this.#limits.patienceFor.get(service) ?? this.#limits.patienceMs;
    const asker = commission.caller?.official ?? nobody;
    return this.#gates.pass({ service, isRead: post.isRead, asker, timeoutMs, signal }, (leftMs, isAgain) =>
      this.#post(asked, { timeoutMs: leftMs, signal, weigh, goesAlone: isAgain || !post.isRead }).then(({ bytes }) =>
        (isPlain(bytes) ? reading : told)(bytes, read),
      ),
    );
  }

  /** Whoever asks once a command is given does not get what was read before it. */
  async #changing<Result>(command: () => Promise<Result>): Promise<Result> {
    this.#reads.forget();
    try {
      return await command();
    } finally {
      this.#reads.forget();
    }
  }

  #post(
    { service, post: { body, isRead }, commission, traceparent }: Asked,
    { timeoutMs, goesAlone, signal, weigh }: Bounds & Required<Pick<ServiceRequest, 'timeoutMs' | 'goesAlone'>>,
  ): ReturnType<Connections['answer']> {
    const { caller, record, operation, token, deadline } = commission;
    // What is only read after a command needs no token: nobody keeps one that he need not have.
    const shows = caller !== null && !isRead && this.#seesToken(service, caller);
    return this.#connections.answer({
      service,
      path: '/graphql',
      body,
      traceparent,
      caller,
      record,
      operation,
      token: shows ? token : null,
      timeoutMs,
      patienceMs: deadline?.leftMs(),
      goesAlone,
      signal,
      weigh,
    });
  }
}

/** Each call is seen in the trace as a step of its own. */
const within = <Result>(service: string, ask: (span: CallHandle) => Promise<Result>): Promise<Result> =>
  withCall(`subgraph ${service}`, { attributes: { [attributes.peer]: service } }, ask);

/** What is asked, of whom, for whom, and as part of which step. */
interface Asked {
  readonly service: string;
  readonly post: Post;
  readonly commission: Commission;
  readonly traceparent: string | null;
}

/** How what has come is kept: read once, or not yet. */
type Reading = typeof told<SubgraphAnswer>;

/** The span of a question tells by which code it was refused. */
function refuse(span: SpanHandle, { errors }: SubgraphAnswer): void {
  const code = errors?.[0]?.extensions?.code;
  if (typeof code === 'string') span.refuse(code);
}

/** What is posted: a read changes nothing. */
interface Post {
  readonly body: string | OperationCall;
  readonly isRead: boolean;
}

/** What is the same for the same question only. */
const sameText = ({ body }: Post): string => (typeof body === 'string' ? body : `${body.operation.hash} ${body.variables}`);

interface Bounds {
  readonly signal: StopSignal | undefined;
  readonly weigh: (bytes: number) => void;
}
