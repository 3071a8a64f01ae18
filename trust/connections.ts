import { channel } from 'node:diagnostics_channel';
import type { TlsMaterial } from './credentials.ts';
import { type Heard, heard, isFinal, isUnknown, type Put } from './heard.ts';
import type { ServiceIdentity } from './identity.ts';
import { Inquiry } from './inquiry.ts';
import { KnownRun } from './knownRun.ts';
import type { Answer } from './line/answerReader.ts';
import { Line, overMutualTls, plain } from './line/index.ts';
import { nonceHeader } from './mandateGuard.ts';
import { Question } from './question.ts';
import type { ServiceRegistry } from './registry.ts';
import { type ServiceRequest, written } from './serviceRequest.ts';
import { Unreachable } from './unreachable.ts';

const healthMs = 2_000;

/** Tells whoever measures of each call that is made, as a `ServiceRequest`: attempts to ask the same again are calls too. */
export const callsChannel = channel('chancery:service-call');

/**
 * Kept connections of one service to the others of its circuit, over mutual TLS 1.3; each request goes under a mandate, its own or one that those
 * share which go together, and has bounds of time and size.
 */
export class Connections {
  readonly #identity: ServiceIdentity;
  readonly #registry: ServiceRegistry;
  readonly #lines = new Map<string, KeptLine>();
  /** Lines under an earlier certificate or to an earlier address: what is under way on them ends there. */
  readonly #retired = new Set<Line>();
  readonly #runs = new Map<string, KnownRun>();
  #asked = 0;

  constructor(identity: ServiceIdentity, registry: ServiceRegistry) {
    this.#identity = identity;
    this.#registry = registry;
  }

  /** The JSON that a service answers; throws `Unreachable` where that is not a whole answer with status 200. */
  async send(request: ServiceRequest): Promise<unknown> {
    return parse(request.service, (await this.answer(request)).text);
  }

  /** The same, whole and unread. */
  async answer(request: ServiceRequest): Promise<Answer> {
    const inquiry = new Inquiry(request);
    try {
      const put = this.#put(request, inquiry);
      const first = heard(put, await put.answer);
      const { answer } = isFinal(first) ? first : await this.#askAgain(request, inquiry, first);
      const { status } = answer.head;
      if (status !== 200) throw new Unreachable(request.service, 'fault', `answered ${status}`, { hasBegun: true });
      return answer;
    } finally {
      inquiry.close();
    }
  }

  /** Whether a service answers now, by its certificate the right one. */
  async isWell(service: string): Promise<boolean> {
    const inquiry = new Inquiry({ service, timeoutMs: healthMs });
    try {
      const { head } = await inquiry.put(this.#line(service), plain(written('GET', '/healthz', service, '', '')));
      return head.status === 200;
    } catch {
      return false;
    } finally {
      inquiry.close();
    }
  }

  /** Ends all connections; requests under way end as `Unreachable`. */
  async close(): Promise<void> {
    const lines = [...[...this.#lines.values()].map(({ line }) => line), ...this.#retired];
    this.#lines.clear();
    for (const line of lines) line.destroy(new Error('closed by us'));
  }

  // A service that has started anew refuses what was written for its earlier run, and says what the new one is called; it refuses what was written
  // under a session that it does not know any more; one that does not hold an operation any more says so. Nothing was done yet either way,
  // commands included.
  async #askAgain(request: ServiceRequest, inquiry: Inquiry, first: Heard): Promise<Heard> {
    const second = this.#isForgotten(request, first) ? await this.#answered(request, inquiry, { signed: true }) : first;
    if (!isUnknown(second) || second.byHash === null) return second;
    second.run.forget(second.byHash);
    const third = await this.#answered(request, inquiry, { withText: true });
    return this.#isForgotten(request, third) ? this.#answered(request, inquiry, { withText: true, signed: true }) : third;
  }

  /** Puts it once more, alone: it may have been refused for what it had gone together with. */
  async #answered(request: ServiceRequest, inquiry: Inquiry, how: Manner): Promise<Heard> {
    const put = this.#put({ ...request, goesAlone: true }, inquiry, how);
    return heard(put, await put.answer);
  }

  /** Whether a service refused because of what it has forgotten: its run, or our session. */
  #isForgotten({ service }: ServiceRequest, { answer: { head }, run, under }: Heard): boolean {
    const nonce = head.fields.get(nonceHeader);
    if (head.status !== 401 || nonce === undefined) return false;
    if (under !== null) run.end(under);
    if (nonce === run.nonce) return under !== null;
    // Others may have learnt it meanwhile, and what the new run holds.
    if (this.#runs.get(service)?.nonce !== nonce) this.#runs.set(service, new KnownRun(nonce));
    return true;
  }

  #put(request: ServiceRequest, inquiry: Inquiry, { withText = false, signed = false }: Manner = usually): Put {
    const { service, body } = request;
    if (callsChannel.hasSubscribers) callsChannel.publish(request);
    const run = this.#runs.get(service) ?? new KnownRun(null);
    const hash = typeof body === 'string' || body === null ? null : body.operation.hash;
    const byHash = hash !== null && !withText && run.holds(hash) ? hash : null;
    const session = run.session(this.#identity);
    const under = session?.isKnown === true && !signed ? session : null;
    this.#asked += 1;
    const number = String(this.#asked);
    const alike = request.goesAlone === false && run.namesQuestions ? hash : null;
    const pen = { identity: this.#identity, nonce: run.nonce, session, under };
    const answer = inquiry.put(this.#line(service), new Question(pen, request, { isBrief: byHash !== null, number }), alike);
    return { answer, service, question: number, isAmongOthers: alike !== null, run, hash, byHash, session, under };
  }

  #line(service: string): Line {
    const url = this.#registry.find(service)?.url;
    if (url?.startsWith('https:') !== true) throw new Unreachable(service, 'no connection');
    const material = this.#identity.credentials.current;
    const known = this.#lines.get(service);
    if (known?.url === url && known.material === material) return known.line;
    if (known !== undefined) this.#retire(known.line);
    const line = new Line(overMutualTls(service, url, material));
    this.#lines.set(service, { url, material, line });
    return line;
  }

  #retire(line: Line): void {
    this.#retired.add(line);
    void line.retire().then(() => this.#retired.delete(line));
  }
}

/** How a question is put, where that is not as usual. */
interface Manner {
  readonly withText?: boolean;
  readonly signed?: boolean;
}

const usually: Manner = {};

/** The connections to one service at one address, under one certificate. */
interface KeptLine {
  readonly url: string;
  readonly material: TlsMaterial;
  readonly line: Line;
}

function parse(service: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreachable(service, 'no sense');
  }
}
