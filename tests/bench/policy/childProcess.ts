import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process has used since it began. */
interface Usage {
  readonly processorUs: number;
  /** Calls that it was asked. */
  readonly calls: number;
}

/** A process of a bench: started with an order, it answers once it is ready, and ends with the bench. */
export interface Child<Ready> {
  readonly ready: Ready;
  /** Asks it what it has used so far. */
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts a file as a process, as services run. */
export async function startChild<Ready>(file: URL, order: object): Promise<Child<Ready>> {
  const child = fork(fileURLToPath(file), {
    env: { ...process.env, NODE_ENV: 'production' },
    serialization: 'json',
  });
  child.send(order);
  const ready = await told<Ready>(child);
  return {
    ready,
    usage: () => {
      child.send('usage');
      return told<Usage>(child);
    },
    stop: async () => {
      const end = once(child, 'exit');
      child.kill('SIGTERM');
      await end;
    },
  };
}

/** In such a process: says that it is ready, and from then on what it has used. */
export function tellReady(ready: unknown, calls: () => number): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ processorUs: user + system, calls: calls() } satisfies Usage);
  });
  process.send?.(ready);
}

/** In such a process: what it was told. It ends when the bench is gone. */
export async function orderOf<Order>(): Promise<Order> {
  process.once('disconnect', () => process.exit(0));
  const [order] = await once(process, 'message');
  return order as Order;
}

function told<Told>(child: ChildProcess): Promise<Told> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A process of the bench ended with ${code}.`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as Told);
    });
  });
}
