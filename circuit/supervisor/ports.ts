import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** The port that was asked for belongs to another program. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';

  constructor(port: number) {
    super(`Port ${port} is taken by another program. Name another one: npm start -- --port ${port === 65535 ? 4000 : port + 1}`);
  }
}

/** What a service wants to listen on. */
export interface PortWish {
  readonly name: string;
  readonly port: number;
  /** Asked for by a person: this one or none. */
  readonly strict: boolean;
}

/** Says whether a port can be listened on. */
export type PortProbe = (port: number) => Promise<boolean>;

/** A port for each wish: the one wished for where it is free, else another free one. Throws `PortTaken` for a strict wish. */
export async function choosePorts(
  wishes: readonly PortWish[],
  probe: PortProbe = isFree,
  candidates: Iterator<number> = otherPorts(),
): Promise<ReadonlyMap<string, number>> {
  const chosen = new Map<string, number>();
  const avoid = new Set(wishes.map(({ port }) => port));
  for (const { name, port, strict } of wishes) {
    const isOwn = ![...chosen.values()].includes(port) && (await probe(port));
    if (!isOwn && strict) throw new PortTaken(port);
    chosen.set(name, isOwn ? port : await another(probe, candidates, avoid));
  }
  return chosen;
}

/** As many ports as asked for, free at this moment and all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await another(isFree, otherPorts(), new Set(ports)));
  return ports;
}

/** Listens for a moment to see whether another program has the port. */
export function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

async function another(probe: PortProbe, candidates: Iterator<number>, avoid: ReadonlySet<number>): Promise<number> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { value, done } = candidates.next();
    if (done) break;
    if (!avoid.has(value) && (await probe(value))) return value;
  }
  throw new Error('No free port was found on 127.0.0.1.');
}

// Below the ports that the system lends to outgoing connections, which could take one between choosing and listening.
// Processes begin at different places, so that two test runs side by side do not choose the same.
const LOWEST = 15_000;
const RANGE = 16_000;
let next = (process.pid * 16) % RANGE;

function* otherPorts(): Generator<number> {
  for (;;) {
    next = (next + 1) % RANGE;
    yield LOWEST + next;
  }
}
