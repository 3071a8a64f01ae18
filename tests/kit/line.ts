import { connect, createServer, type Socket } from 'node:net';

/** A way to a service that a test may cut and mend again: what is cut is not answered, like a host that the network has lost. */
export interface Line {
  /** The address to ask at instead of the service's own. */
  readonly url: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Lays a line to a service that answers on loopback. It carries bytes and knows nothing of TLS. */
export async function lineTo(url: string): Promise<Line> {
  const { protocol, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  const hold = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    hold(near);
    if (isCut) return void near.destroy();
    const far = connect(Number(port), '127.0.0.1');
    hold(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A line has no port.');
  const end = () => sockets.forEach((socket) => void socket.destroy());
  return {
    url: `${protocol}//127.0.0.1:${address.port}`,
    cut() {
      isCut = true;
      end();
    },
    mend() {
      isCut = false;
    },
    async close() {
      end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
