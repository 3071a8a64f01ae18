import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { graphql } from 'graphql';
import { tlsMaterial } from '../../kit/authority.ts';
import { subgraphSchema } from '../../kit/standIn.ts';
import type { Cast } from '../../kit/standInCircuit.ts';

/** What a service does instead of answering; it is given what the right answer would be. */
export type Behaviour = (response: ServerResponse, right: string) => void;

/** A service of the circuit that is badly made, or in a bad state. */
export interface BadService {
  readonly url: string;
  /** How it answers from now on; rightly without. */
  behave(behaviour?: Behaviour): void;
  /** What it was asked since it behaves so. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export const answering = (body: string, status = 200): Behaviour => {
  return (response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

/** Ends a connection as a machine does that has no memory of it. */
export function reset(response: ServerResponse): void {
  rawSockets.get(response.socket?.remotePort ?? 0)?.resetAndDestroy();
}

/** What is under the sockets that speak TLS: those cannot be reset. */
const rawSockets = new Map<number, Socket>();

/** Plays a service, by its certificate the right one, whose answers a test chooses. */
export async function badService({ name, sdl, root }: Pick<Cast, 'name' | 'sdl' | 'root'>): Promise<BadService> {
  const schema = subgraphSchema(sdl);
  const rightly: Behaviour = (response, right) => answering(right)(response, right);
  let behaviour = rightly;
  const asked: string[] = [];
  const material = await tlsMaterial({ name });
  const server = createServer({ ...material, minVersion: 'TLSv1.3', requestCert: true }, async (request, response) => {
    const body = await text(request);
    asked.push(body);
    const { query, variables } = JSON.parse(body);
    const right = await graphql({ schema, source: query, rootValue: root, variableValues: variables });
    behaviour(response, JSON.stringify(right));
  });
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => void rawSockets.set(socket.remotePort ?? 0, socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behave(next = rightly) {
      behaviour = next;
      asked.length = 0;
    },
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
