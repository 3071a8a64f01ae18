import type { IncomingMessage, ServerResponse } from 'node:http';

/** Well within the time after which a transfer on which nothing moves is broken off. */
const EVERY_MS = 10_000;

/**
 * Lets whoever has sent everything know that it is worked on (102, RFC 2518 §10.1), until it is answered or what this answers is called: looking at a large
 * file for malware takes longer than a transfer may stand still. Who has not sent everything hears nothing: then it is for him to move.
 */
export function sayWorking(request: IncomingMessage, response: ServerResponse): () => void {
  const saying = setInterval(() => {
    if (request.complete && !response.headersSent && !response.destroyed) response.writeProcessing();
  }, EVERY_MS).unref();
  return () => clearInterval(saying);
}
