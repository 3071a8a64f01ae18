import { type InquiryBounds, patienceHeader, questionHeader } from './inquiry.ts';
import type { KnownRun } from './knownRun.ts';
import type { Errand } from './mandate.ts';
import { briefBody, type OperationCall, wholeBody } from './operationText.ts';
import { requestDigest } from './requestDigest.ts';

/** One request to a service of the circuit, and what its mandate says. */
export interface ServiceRequest extends Pick<Errand, 'caller' | 'record' | 'operation' | 'token'>, InquiryBounds {
  readonly path: string;
  /** JSON text to be posted; an operation, sent by its hash alone to a service that holds it; null asks by GET. */
  readonly body: string | OperationCall | null;
  /** Whose part the answer is (W3C Trace Context); nobody's unless said. */
  readonly traceparent?: string | null;
  /** Unless this is false it goes with no others: what has to be done once, or takes long, or was lost among others before. */
  readonly goesAlone?: boolean;
}

/** How a question is written. */
interface Written {
  readonly isBrief: boolean;
  readonly question: string;
}

/** A request with a mandate for this run of its service. */
export function writtenWith(
  mandate: (errand: Errand) => string,
  request: ServiceRequest,
  { nonce }: KnownRun,
  { isBrief, question }: Written,
): string {
  const { service, path, caller, record, operation, token, traceparent = null, timeoutMs, patienceMs = timeoutMs } = request;
  const body = textOf(request, isBrief);
  const method = body === null ? 'GET' : 'POST';
  const digest = requestDigest(method, path, body ?? '');
  const jws = mandate({ audience: service, digest, nonce, caller, record, operation, token });
  const patience = Math.max(1, Math.floor(Math.min(timeoutMs, patienceMs)));
  const trace = traceparent === null ? '' : `traceparent: ${traceparent}\r\n`;
  const fields = `authorization: Mandate ${jws}\r\n${patienceHeader}: ${patience}\r\n${questionHeader}: ${question}\r\n${trace}`;
  return written(method, path, service, fields, body ?? '');
}

function textOf({ body }: ServiceRequest, isBrief: boolean): string | null {
  if (typeof body === 'string' || body === null) return body;
  return isBrief ? briefBody(body) : wholeBody(body);
}

/** A request of HTTP/1.1 (RFC 9112) with its body; each of the fields ends its own line. */
export function written(method: 'GET' | 'POST', path: string, host: string, fields: string, body: string): string {
  const content = method === 'POST' ? `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` : '';
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\n${content}${fields}\r\n${body}`;
}
