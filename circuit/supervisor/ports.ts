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

/**
 * A port for each wish: the one wished for where it is free, else any free one. Throws `PortTaken` for a strict wish.
 * `take` says whether a port (0: any) can be listened on, and which it then is.
 */
export async function choosePorts(wishes: readonly PortWish[], take = takePort): Promise<ReadonlyMap<string, number>> {
  const chosen = new Map<string, number>();
  const wished = new Set(wishes.map(({ port }) => port));
  for (const { name, port, strict } of wishes) {
    const own = [...chosen.values()].includes(port) ? undefined : await take(port);
    if (own === undefined && strict) throw new PortTaken(port);
    chosen.set(name, own ?? (await another(take, new Set([...wished, ...chosen.values()]))));
  }
  return chosen;
}

/** As many ports as asked for, free at this moment and all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const names = Array.from({ length: count }, (_, index) => ({ name: String(index), port: 0, strict: false }));
  const chosen = new Map<string, number>();
  for (const { name } of names) chosen.set(name, await another(takePort, new Set(chosen.values())));
  return [...chosen.values()];
}

/** Listens for a moment: the port that it got, or undefined when another program has it. */
export function takePort(port: number): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const server = createServer();
  server.once('error', () => resolve(undefined));
  server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
  });
  return promise;
}

async function another(take: typeof takePort, avoid: ReadonlySet<number>): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = await take(0);
    if (port !== undefined && !avoid.has(port)) return port;
  }
  throw new Error('No free port was found on 127.0.0.1.');
}
