import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process has used since it began. */
export interface Usage {
  readonly processorUs: number;
  /** Calls that it was asked. */
  readonly calls: number;
  /** Its memory at this moment, in megabytes. */
  readonly residentMb: number;
}

/** A process of a bench: started with an order, it answers once it is ready, and ends with the bench. */
export interface Child<Ready> {
  readonly ready: Ready;
  /** Asks it what it has used so far. */
  usage(): Promise<Usage>;
  /** Asks it something else that it knows an answer to; one question at a time. */
  ask<Answer>(question: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts a file as a process, as services run; with more environment, and with flags for Node, where a bench wants them. */
export async function startChild<Ready>(
  file: URL,
  order: object,
  { environment = {}, flags = [] }: { readonly environment?: NodeJS.ProcessEnv; readonly flags?: readonly string[] } = {},
): Promise<Child<Ready>> {
  const child = fork(fileURLToPath(file), {
    env: { ...process.env, ...environment, NODE_ENV: 'production' },
    execArgv: [...flags],
    serialization: 'json',
  });
  child.send(order);
  const ready = await told<Ready>(child);
  const asked = <Answer>(question: object | string) => {
    child.send(question);
    return told<Answer>(child);
  };
  return {
    ready,
    usage: () => asked<Usage>('usage'),
    ask: asked,
    stop: async () => {
      const end = once(child, 'exit');
      // It ends by itself, and what it has compiled stays.
      child.disconnect();
      const patience = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await end;
      clearTimeout(patience);
    },
  };
}

/** In such a process: says that it is ready, and from then on what it has used, and what else it is asked. */
export function tellReady<Question>(ready: unknown, calls: () => number, answer?: (question: Question) => Promise<unknown>): void {
  process.on('message', async (question) => {
    if (question !== 'usage') return process.send?.((await answer?.(question as Question)) ?? {});
    const { user, system } = process.cpuUsage();
    const residentMb = process.memoryUsage.rss() / 1024 / 1024;
    return process.send?.({ processorUs: user + system, calls: calls(), residentMb } satisfies Usage);
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
