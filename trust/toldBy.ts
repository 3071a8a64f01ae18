import type { IncomingMessage } from 'node:http';
import { refusalOf } from './serviceClient.ts';
import { Unreachable } from './unreachable.ts';

/** How much a service says of a transfer. */
const LARGEST_WORD = 64 * 1024;

/** What a service says of a transfer, in JSON. Throws the refusal that it tells of, and `Unreachable` where it says nothing that can be read. */
export async function toldBy(service: string, answer: IncomingMessage): Promise<unknown> {
  const word = parse(service, await textOf(service, answer));
  const [error] = isRecord(word) && Array.isArray(word.errors) ? word.errors : [];
  const refusal = refusalOf(error);
  if (refusal !== undefined) throw refusal;
  if (answer.statusCode !== 200) throw new Unreachable(service, 'fault', `answered ${answer.statusCode}`, { hasBegun: true });
  return word;
}

async function textOf(service: string, answer: IncomingMessage): Promise<string> {
  try {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > LARGEST_WORD) throw new Unreachable(service, 'too large');
      parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable(service, 'no connection', error, { hasBegun: true });
  }
}

function parse(service: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreachable(service, 'no sense');
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
