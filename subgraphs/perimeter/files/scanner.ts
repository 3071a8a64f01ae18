import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Refusal } from '@chancery/domain';

/** Where clamd listens: a port of a host, or a socket of this machine. */
export type ScannerPlace = { readonly host: string; readonly port: number } | { readonly path: string };

/** clamd itself gives up a file after two minutes as a rule (`MaxScanTime`). */
const patienceMs = 150_000;

/**
 * Has files looked at by clamd as they pass (INSTREAM, clamd(8)). What it does not find clean is not taken in, and neither is what it cannot look at: without
 * its word nothing comes in. §4.11
 */
export class Scanner {
  readonly #place: ScannerPlace;

  constructor(place: ScannerPlace) {
    this.#place = place;
  }

  /** The same bytes; they end only when all of them were found clean. Throws `FILE_INFECTED`, and `SERVICE_UNAVAILABLE` where that cannot be found out. */
  async *pass(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const session = new Session(connect(this.#place));
    try {
      for await (const part of parts) {
        await session.send(part);
        yield part;
      }
      requireClean(await session.verdict());
    } finally {
      session.close();
    }
  }
}

/** One file on its way through the scanner. */
class Session {
  readonly #socket: Socket;
  readonly #said: Promise<string>;
  #hasBegun = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setTimeout(patienceMs, () => socket.destroy());
    this.#said = answerOf(socket);
    // Heard when the verdict is asked for; what breaks before breaks the sending too.
    this.#said.catch(() => undefined);
  }

  async send(part: Buffer): Promise<void> {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(part.length);
    const words = this.#hasBegun ? [head, part] : [Buffer.from('zINSTREAM\0'), head, part];
    this.#hasBegun = true;
    if (this.#socket.destroyed) throw unknown();
    if (this.#socket.write(Buffer.concat(words))) return;
    const heard = new AbortController();
    const either = ['drain', 'close'].map((word) => once(this.#socket, word, heard));
    try {
      await Promise.race(either);
    } catch {
      throw unknown();
    } finally {
      // Of the two one comes: nobody goes on listening for the other.
      heard.abort();
    }
  }

  verdict(): Promise<string> {
    this.#socket.write(Buffer.alloc(4));
    return this.#said;
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function answerOf(socket: Socket): Promise<string> {
  try {
    let text = '';
    for await (const part of socket) {
      text += String(part);
      if (text.includes('\0') || text.length > 1_000) break;
    }
    return text.split('\0')[0] ?? '';
  } catch {
    throw unknown();
  }
}

function requireClean(answer: string): void {
  if (answer === 'stream: OK') return;
  const found = /^stream: (.{1,200}) FOUND$/.exec(answer)?.[1];
  if (found === undefined) throw unknown();
  throw new Refusal('FILE_INFECTED', `The scanner calls it ${found.replaceAll(/[^\w.:/-]/g, '?')}.`);
}

const unknown = (): Refusal => new Refusal('SERVICE_UNAVAILABLE', 'The file could not be looked at for malware.');

/** Reads `host:port` or `/path/of/a/socket`. Throws where it is neither. */
export function scannerPlaceIn(text: string): ScannerPlace {
  if (text.startsWith('/')) return { path: text };
  const [, host, port] = /^([\w.-]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(text) ?? [];
  if (host === undefined) throw new Error(`CHANCERY_CLAMD is such as 127.0.0.1:3310 or /run/clamav/clamd.ctl, not ${text}.`);
  return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) };
}
