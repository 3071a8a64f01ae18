import { unusual } from '../answer/leaves.ts';
import { readAnswer } from '../post/readAnswer.ts';
import type { Call, SubgraphAnswer } from '../post/wire.ts';
import type { SendBytes } from './sheets.ts';

/** A call, and what has come of it. */
interface Said {
  readonly server: string;
  readonly call: Call;
  readonly answer: Promise<Buffer>;
}

/** What servers have answered while an answer was spliced: where that cannot be done, nobody is asked again. A command is never given twice. */
export class Replay {
  readonly #send: SendBytes;
  #said: Said[] = [];
  #hasEnded = false;

  constructor(send: SendBytes) {
    this.#send = send;
  }

  readonly send: SendBytes = (server, call) => {
    if (this.#hasEnded) return Promise.reject(unusual);
    const answer = this.#send(server, call);
    this.#said.push({ server, call, answer });
    return answer;
  };

  /** Nothing more is asked for the sake of splicing. */
  end(): void {
    this.#hasEnded = true;
  }

  /** What was answered to this call; undefined where nobody has asked it, or it was taken before. */
  answerTo(server: string, { operation, variables }: Call): Promise<SubgraphAnswer> | undefined {
    const at = this.#said.findIndex(
      (said) => said.server === server && said.call.operation.hash === operation.hash && said.call.variables === variables,
    );
    const [said] = at < 0 ? [] : this.#said.splice(at, 1);
    return said?.answer.then((bytes) => readAnswer(server, bytes.toString()));
  }
}
