import { together } from '@chancery/trust';
import { aloneCall, inOrder, joinedCall } from '../post/entityCalls.ts';
import type { EntityQuestion } from '../post/entityQuestion.ts';
import type { Call } from '../post/wire.ts';
import type { Variables } from '../steps/step.ts';
import { ended, past, readable } from './past.ts';
import { Sheet } from './sheet.ts';

/** Carries a call; the bytes of its answer. */
export type SendBytes = (server: string, call: Call) => Promise<Buffer>;

/** What goes to one server at the end of this turn. */
interface Envelope {
  readonly sheets: Map<string, Sheet>;
  readonly answered: Promise<void>;
  readonly seal: () => void;
}

/** What one operation asks about entities: what goes to one server in one turn goes in one call. */
export class Sheets {
  readonly #send: SendBytes;
  readonly #variables: Variables;
  readonly #all = new Map<string, Sheet[]>();
  #envelopes = new Map<string, Envelope>();

  constructor(send: SendBytes, variables: Variables) {
    this.#send = send;
    this.#variables = variables;
  }

  /** After a command everything is asked anew. */
  forget(): void {
    this.#all.clear();
  }

  /** A sheet with one of these questions to this server that asks about the entity of this name. */
  find(server: string, questions: readonly string[], name: string): Sheet | undefined {
    for (const question of questions)
      for (const sheet of this.#all.get(question) ?? []) if (sheet.server === server && sheet.has(name)) return sheet;
    return undefined;
  }

  /** The sheet with this question that goes to this server next. */
  next(server: string, question: EntityQuestion): Sheet {
    const { sheets, answered } = this.#envelopes.get(server) ?? this.#open(server);
    const known = sheets.get(question.name);
    if (known !== undefined) return known;
    const sheet = new Sheet(server, question, answered);
    sheets.set(question.name, sheet);
    const others = this.#all.get(question.name);
    if (others === undefined) this.#all.set(question.name, [sheet]);
    else others.push(sheet);
    return sheet;
  }

  #open(server: string): Envelope {
    // What other answers of this turn lead to goes along.
    if (this.#envelopes.size === 0) together(() => this.#collect());
    const sheets = new Map<string, Sheet>();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Whoever waits for it hears; where somebody has given up before, nobody does.
    promise.catch(() => undefined);
    const envelope = { sheets, answered: promise, seal: () => void this.#carry(server, inOrder(sheets.values())).then(resolve, reject) };
    this.#envelopes.set(server, envelope);
    return envelope;
  }

  #collect(): void {
    const due = this.#envelopes;
    this.#envelopes = new Map();
    for (const { seal } of due.values()) seal();
  }

  async #carry(server: string, sheets: readonly Sheet[]): Promise<void> {
    for (const sheet of sheets) sheet.hasGone = true;
    const [first, ...others] = sheets;
    if (first === undefined) return;
    const isAlone = others.length === 0;
    const call = isAlone ? aloneCall(first, this.#variables) : joinedCall(sheets, this.#variables);
    const bytes = readable(await this.#send(server, call));
    let at = past(bytes, 0, '{"data":{');
    for (const [i, sheet] of sheets.entries()) {
      at = past(bytes, at, isAlone ? `"${sheet.question.responseName}":` : `${i === 0 ? '' : ','}"e${i}":`);
      at = sheet.read(bytes, at);
    }
    ended(bytes, at, '}}');
  }
}
