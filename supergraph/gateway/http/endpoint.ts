import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SpanHandle } from '@chancery/observability';
import type { Asker } from '../passage.ts';

/** A text that is answered over HTTP, or its bytes. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What answers at one path. */
export type Endpoint = (request: IncomingMessage, body: string, span: SpanHandle, asker: Asker) => Promise<TextAnswer> | TextAnswer;

/** What answers at one path and below it byte by byte, both ways: it reads the request itself, and writes the whole answer. */
export type StreamEndpoint = (request: IncomingMessage, response: ServerResponse, span: SpanHandle) => Promise<void>;
