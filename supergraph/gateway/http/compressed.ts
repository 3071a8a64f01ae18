import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import type { TextAnswer } from './endpoint.ts';

/** Below that the bytes that are saved are fewer than those that the header costs, and all go out in one packet anyway. */
const leastLength = 1024;

/** A text so long is made bytes once: as a text it would be gone through for its length, copied behind its head, and gone through again. */
const longLength = 128 * 1024;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** The encodings, the one that we like best first. All of it is done on threads of its own: other answers go on. */
const encodings: ReadonlyMap<string, (body: string | Buffer) => Promise<Buffer>> = new Map([
  // From quality 4 on brotli takes four times as long, for 1 % of the length: that is for what is kept.
  [
    'br',
    (body) => brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }),
  ],
  ['gzip', (body) => zip(body, { level: 4 })],
]);
const preferred = [...encodings.keys()];

/** An answer, compressed if it is worth it and the caller takes it (RFC 9110 §12.5.3). */
export function compressed(answer: TextAnswer, request: IncomingMessage): TextAnswer | Promise<TextAnswer> {
  const { headers, body } = answer;
  if (body.length < leastLength) return answer;
  const vary = headers.vary === undefined ? 'accept-encoding' : `${headers.vary}, accept-encoding`;
  const encoding = encodingFor(request);
  const compress = encodings.get(encoding);
  if (compress === undefined)
    return {
      ...answer,
      headers: { ...headers, vary },
      body: typeof body !== 'string' || body.length < longLength ? body : Buffer.from(body),
    };
  return compress(body).then((bytes) => ({ ...answer, headers: { ...headers, vary, 'content-encoding': encoding }, body: bytes }));
}

/** Without the header anything may be sent, and who sends none seldom reads anything but the text. */
function encodingFor(request: IncomingMessage): string {
  if (request.headers['accept-encoding'] === undefined) return 'identity';
  // Its types do not know yet that an order of ours may decide among those that the caller likes equally.
  const negotiator = new Negotiator(request) as Negotiator & Ordered;
  return negotiator.encodings([...preferred, 'identity'], { preferred })[0] ?? 'identity';
}

interface Ordered {
  encodings(available: readonly string[], order: { readonly preferred: readonly string[] }): string[];
}
