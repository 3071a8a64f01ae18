import { aloneCall, joinedCall } from '../post/entityCalls.ts';
import type { EntityQuestion } from '../post/entityQuestion.ts';
import { Envelopes } from '../post/envelopes.ts';
import type { Call } from '../post/wire.ts';
import type { Variables } from '../steps/step.ts';
import { ended, past, readable } from './past.ts';
import { Sheet } from './sheet.ts';

/** Carries a call; the bytes of its answer. */
export type SendBytes = (server: string, call: Call) => Promise<Buffer>;

/** What one operation asks about entities: what goes to one server in one turn goes in one call. */
export class Sheets {
  readonly #send: SendBytes;
  readonly #variables: Variables;
  readonly #all = new Map<string, Sheet[]>();
  readonly #envelopes = new Envelopes<Sheet>();

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
    const { asked, answered } = this.#envelopes.to(server, (sheets) => this.#carry(server, sheets));
    const known = asked.get(question.name);
    if (known !== undefined) return known;
    const sheet = new Sheet(server, question, answered);
    asked.set(question.name, sheet);
    const others = this.#all.get(question.name);
    if (others === undefined) this.#all.set(question.name, [sheet]);
    else others.push(sheet);
    return sheet;
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
