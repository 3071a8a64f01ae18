import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Attributes, Ruling } from '@chancery/policy';

const script = fileURLToPath(new URL('./judge.ts', import.meta.url));

/** A process that decides by the rules of a folder. */
export class Judge {
  /** The name of its rules; null where they are too old to have one. */
  readonly hash: string | null;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, hash: string | null) {
    this.#child = child;
    this.hash = hash;
  }

  /** Throws where the rules of the folder cannot be loaded. */
  static async start(folder: string): Promise<Judge> {
    const child = fork(script, [folder], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const { hash = null } = await answerOf(child);
    return new Judge(child, hash);
  }

  /** What its rules say of each of some attributes, in their order. One question at a time. */
  async rule(attributes: readonly Attributes[]): Promise<readonly Ruling[]> {
    this.#child.send(attributes);
    const { rulings = [] } = await answerOf(this.#child);
    return rulings;
  }

  close(): void {
    this.#child.disconnect();
  }
}

interface JudgeAnswer {
  readonly hash?: string | null;
  readonly rulings?: readonly Ruling[];
  readonly failure?: string;
}

async function answerOf(child: ChildProcess): Promise<JudgeAnswer> {
  let said = '';
  const listen = (text: Buffer): void => {
    said += text.toString();
  };
  child.stderr?.on('data', listen);
  const ended = new AbortController();
  try {
    const [answer] = (await Promise.race([
      once(child, 'message', { signal: ended.signal }),
      once(child, 'exit', { signal: ended.signal }).then(([code]) => [{ failure: `their process ended with ${code}. ${said.trim()}` }]),
    ])) as [JudgeAnswer];
    if (answer.failure !== undefined) throw new Error(`The other rules cannot decide: ${answer.failure}`);
    return answer;
  } finally {
    ended.abort();
    child.stderr?.off('data', listen);
  }
}
