import { together } from '@chancery/trust';
import { unusual } from '../answer/leaves.ts';
import { readAnswer } from '../post/readAnswer.ts';
import type { Call, SubgraphAnswer } from '../post/wire.ts';
import { reordered } from './reordered.ts';
import type { SendBytes } from './sheets.ts';

/** A call, and what has come of it. */
interface Said {
  readonly server: string;
  readonly call: Call;
  readonly answer: Promise<Buffer>;
  /** In which turn it came, of those in which anything came. */
  turn: number;
}

type Read = (answer: SubgraphAnswer) => SubgraphAnswer;

/**
 * What servers have answered while an answer was spliced: where that cannot be done, nobody is asked again. A command is never given twice. What came
 * in different turns is handed over so too: what is asked because of it then goes in the same calls.
 */
export class Replay {
  readonly #send: SendBytes;
  #said: Said[] = [];
  #hasEnded = false;
  #turns = 0;
  #isTurn = false;
  #replayed = 0;
  #waiting: { readonly turn: number; readonly goOn: () => void }[] = [];

  constructor(send: SendBytes) {
    this.#send = send;
  }

  readonly send: SendBytes = (server, call) => {
    if (this.#hasEnded) return Promise.reject(unusual);
    const said: Said = { server, call, answer: this.#send(server, call), turn: 0 };
    const came = (): void => {
      said.turn = this.#turn();
    };
    said.answer.then(came, came);
    this.#said.push(said);
    return said.answer;
  };

  /** Nothing more is asked for the sake of splicing. */
  end(): void {
    this.#hasEnded = true;
    this.#replay();
  }

  /** What was answered to this call; undefined where nobody has asked it, or it was taken before. */
  answerTo(server: string, call: Call): Promise<SubgraphAnswer> | undefined {
    const found = this.#take(server, call);
    if (found === undefined) return undefined;
    const { said, read } = found;
    return said.answer.finally(() => this.#reached(said.turn)).then((bytes) => read(readAnswer(server, bytes.toString())));
  }

  #take(server: string, { operation, variables }: Call): { readonly said: Said; readonly read: Read } | undefined {
    const alike = this.#said.filter((said) => said.server === server && said.call.operation.hash === operation.hash);
    const same = alike.find((said) => said.call.variables === variables);
    if (same !== undefined) return this.#taken(same, (answer) => answer);
    if (operation.isMutation) return undefined;
    for (const said of alike) {
      // Objects are gone through in another order than bytes.
      const read = reordered(variables, said.call.variables);
      if (read !== null) return this.#taken(said, read);
    }
    return undefined;
  }

  #taken(said: Said, read: Read): { readonly said: Said; readonly read: Read } {
    this.#said = this.#said.filter((each) => each !== said);
    return { said, read };
  }

  /** The number of this turn, which is over when what was found in it goes out. */
  #turn(): number {
    if (this.#hasEnded || this.#isTurn) return this.#turns;
    this.#isTurn = true;
    together(() => {
      this.#isTurn = false;
    });
    return ++this.#turns;
  }

  #reached(turn: number): Promise<void> | undefined {
    return turn <= this.#replayed ? undefined : new Promise((goOn) => this.#waiting.push({ turn, goOn }));
  }

  #replay(): void {
    this.#replayed++;
    for (const { turn, goOn } of this.#waiting) if (turn <= this.#replayed) goOn();
    this.#waiting = this.#waiting.filter(({ turn }) => turn > this.#replayed);
    if (this.#replayed < this.#turns) together(() => this.#replay());
  }
}
