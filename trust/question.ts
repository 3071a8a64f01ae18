import type { ServiceIdentity } from './identity.ts';
import { patienceHeader, questionHeader } from './inquiry.ts';
import type { Written } from './line/index.ts';
import { type Errand, issueMandate, issueMandateUnder, issueSharedMandate } from './mandate.ts';
import { shareOf } from './mandateGuard.ts';
import type { MandateSession } from './mandateSession.ts';
import { briefBody, wholeBody } from './operationText.ts';
import { requestDigest } from './requestDigest.ts';
import { type ServiceRequest, written } from './serviceRequest.ts';

/** By whom mandates are written for one run of a service, and how. */
export interface Pen {
  readonly identity: ServiceIdentity;
  /** What the service tells of its run; null before it has told anything. */
  readonly nonce: string | null;
  /** The session that is offered; null offers none. */
  readonly session: MandateSession | null;
  /** The session that they are written under; null where they are signed. */
  readonly under: MandateSession | null;
}

/** How a question is put. */
interface Manner {
  /** Its operation is named by its hash alone. */
  readonly isBrief: boolean;
  readonly number: string;
}

/** Callers who hold many delegated duties make a mandate longer than a header should be. */
const LONGEST_SHARED = 12_000;

/** A request to a service. Its mandate is written as it goes: those that go together share one. */
export class Question implements Written {
  readonly #pen: Pen;
  readonly #request: ServiceRequest;
  readonly #number: string;
  readonly #method: 'GET' | 'POST';
  readonly #body: string;

  constructor(pen: Pen, request: ServiceRequest, { isBrief, number }: Manner) {
    const { body } = request;
    this.#pen = pen;
    this.#request = request;
    this.#number = number;
    this.#method = body === null ? 'GET' : 'POST';
    this.#body = body === null || typeof body === 'string' ? (body ?? '') : isBrief ? briefBody(body) : wholeBody(body);
  }

  alone(): string {
    const { identity, session, under } = this.#pen;
    const errand = this.#errand();
    return this.#text(`Mandate ${under === null ? issueMandate(identity, errand, session) : issueMandateUnder(under, identity, errand)}`);
  }

  together(all: readonly Question[]): string {
    const { identity, under, nonce } = this.#pen;
    const mayShare = under !== null && all.length <= under.mostShares && all.every((each) => each.#pen.under === under);
    const to = { audience: this.#request.service, nonce };
    const shared = mayShare
      ? issueSharedMandate(
          under,
          identity,
          to,
          all.map((each) => each.#errand()),
        )
      : null;
    if (shared === null || shared.jws.length > LONGEST_SHARED) return all.map((each) => each.alone()).join('');
    return all.map((each, place) => each.#text(place === 0 ? `Mandate ${shared.jws}` : shareOf({ id: shared.id, place }))).join('');
  }

  #errand(): Errand {
    const { service, path, caller, record, operation, token } = this.#request;
    const digest = requestDigest(this.#method, path, this.#body);
    return { audience: service, digest, nonce: this.#pen.nonce, caller, record, operation, token };
  }

  #text(authorization: string): string {
    const { service, path, traceparent = null, timeoutMs, patienceMs = timeoutMs } = this.#request;
    const patience = Math.max(1, Math.floor(Math.min(timeoutMs, patienceMs)));
    const trace = traceparent === null ? '' : `traceparent: ${traceparent}\r\n`;
    const fields = `authorization: ${authorization}\r\n${patienceHeader}: ${patience}\r\n${questionHeader}: ${this.#number}\r\n${trace}`;
    return written(this.#method, path, service, fields, this.#body);
  }
}
