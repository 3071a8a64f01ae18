import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What a stand-in for clamd does with a file. */
export type ClamdMood = 'looks' | 'takes its time' | 'gives up' | 'hangs up' | 'talks nonsense';

/** Speaks as much of clamd's protocol as INSTREAM takes (clamd(8)), and finds one signature. */
export interface Clamd {
  readonly address: string;
  mood: ClamdMood;
  /** How long it takes where it takes its time. */
  takesMs: number;
  /** How many bytes it was shown. */
  seen: number;
  close(): Promise<void>;
}

const signature = 'X5O!P%@AP';

/** Starts one on loopback. */
export async function startClamd(): Promise<Clamd> {
  const server = createServer((socket) => void listen(socket, clamd).catch(() => socket.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clamd: Clamd = {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood: 'looks',
    takesMs: 0,
    seen: 0,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
  return clamd;
}

async function listen(socket: Socket, clamd: Clamd): Promise<void> {
  let heard = Buffer.alloc(0);
  for await (const part of socket as AsyncIterable<Buffer>) {
    heard = Buffer.concat([heard, part]);
    if (clamd.mood === 'hangs up') return void socket.destroy();
    if (clamd.mood === 'gives up') return void socket.end('INSTREAM size limit exceeded. ERROR\0');
    const content = contentIn(heard);
    if (content === undefined) continue;
    clamd.seen += content.length;
    if (clamd.mood === 'takes its time') await pause(clamd.takesMs);
    if (clamd.mood === 'talks nonsense') return void socket.end('what?\0');
    socket.end(content.includes(signature) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
    return;
  }
}

/** The whole content, once it has ended with a part of no length. */
function contentIn(heard: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0'.length;
  const parts: Buffer[] = [];
  for (let at = command; at + 4 <= heard.length; ) {
    const length = heard.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(heard.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
