import type { InquiryBounds } from './inquiry.ts';
import type { Errand } from './mandate.ts';
import type { OperationCall } from './operationText.ts';

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

/** A request of HTTP/1.1 (RFC 9112) with its body; each of the fields ends its own line. */
export function written(method: 'GET' | 'POST', path: string, host: string, fields: string, body: string): string {
  const content = method === 'POST' ? `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` : '';
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\n${content}${fields}\r\n${body}`;
}
