import { merge } from '../data/merge.ts';
import { copyAsked } from '../data/onlyAsked.ts';
import { placesIn } from '../data/placesIn.ts';
import type { Representation } from '../entities/represent.ts';
import type { JoinedFetch } from '../planning/joinSiblings.ts';
import type { Letter, LetterPaper, Reader } from '../post/letter.ts';
import type { Sent } from '../post/recall.ts';
import type { Run } from './step.ts';

type Fields = Record<string, unknown>;

/** An object of the answer that something is asked about, and as what. */
export interface Entity {
  readonly target: Fields;
  readonly key: string;
  readonly representation: Representation;
}

/** What others have asked about an entity: their answer, as far as it is ours, or who waits for it; null where we have to ask. */
type Heard = { readonly told: Readonly<Fields> } | { readonly by: Sent; readonly server: string; readonly waiting: Entity[] } | null;

/** What one fetch asks in one run: its letters, and what it reads in each; and what it need not ask. */
export class Mail {
  readonly #run: Run;
  readonly #paper: LetterPaper;
  readonly #paths: JoinedFetch['paths'];
  /** The names of questions whose answers hold the answer to this one. */
  readonly #holders: readonly string[];
  readonly #byServer = new Map<string, { readonly letter: Letter; readonly reader: Reader; readonly answered: Promise<void> }>();
  readonly #heard = new Map<Representation, Map<string, Heard>>();
  #waits = false;

  constructor(run: Run, paper: LetterPaper, paths: JoinedFetch['paths'], holders: readonly string[]) {
    this.#run = run;
    this.#paper = paper;
    this.#paths = paths;
    this.#holders = holders;
  }

  /** For what is asked later on. */
  another(): Mail {
    return new Mail(this.#run, this.#paper, this.#paths, this.#holders);
  }

  /** Asks the server, unless it has told already, or is being asked the same by others. */
  ask(server: string, entity: Entity): void {
    const heard = this.#holders.length === 0 ? null : this.#hear(server, entity);
    if (heard === null) this.#put(server, entity);
    else if ('told' in heard) this.#take(heard.told, entity);
    else heard.waiting.push(entity);
  }

  /** Nobody answers for it. */
  refuse({ target }: Entity, error: unknown): void {
    const place = placesIn(this.#run.data, this.#paths, new Set([target])).get(target) ?? [];
    this.#run.errors.push(this.#run.post.office.missing(error, place, null));
  }

  /** Once all letters have been delivered, and what others had asked has come, or was asked here after all. */
  answered(): Promise<void> | undefined {
    const waiting = [...this.#byServer.values()].map((each) => each.answered);
    if (this.#waits) waiting.push(this.#othersAnswered());
    return waiting.length < 2 ? waiting[0] : Promise.all(waiting).then(() => undefined);
  }

  #hear(server: string, { key, representation }: Entity): Heard {
    const ofKind = this.#heard.get(representation) ?? new Map<string, Heard>();
    const known = ofKind.get(key);
    if (known !== undefined) return known;
    if (ofKind.size === 0) this.#heard.set(representation, ofKind);
    const heard = this.#lookUp(server, key, representation);
    ofKind.set(key, heard);
    return heard;
  }

  #lookUp(server: string, key: string, { kind }: Representation): Heard {
    const found = this.#run.recall.find(server, this.#holders, kind, key, this.#paper.question);
    if (found === undefined) return null;
    if (found.entity !== 'under way') return { told: this.#asked(found.entity) };
    this.#waits = true;
    return { by: found.sent, server, waiting: [] };
  }

  async #othersAnswered(): Promise<void> {
    const heard = [...this.#heard.values()].flatMap((ofKind) => [...ofKind.values()]);
    const expected = heard.flatMap((each) => (each !== null && 'by' in each ? [each] : []));
    await Promise.all(new Set(expected.map(({ by }) => by.answered)));
    const again = this.another();
    for (const { by, server, waiting } of expected) {
      const [first] = waiting;
      const entity = first === undefined ? undefined : by.letter.find(first.representation.kind, first.key);
      const told = typeof entity === 'object' ? this.#asked(entity) : null;
      for (const each of waiting) told === null ? again.#put(server, each) : this.#take(told, each);
    }
    await again.answered();
  }

  #asked(entity: Readonly<Fields>): Readonly<Fields> {
    return copyAsked(entity, this.#paper.question.asked) as Fields;
  }

  #take(told: Readonly<Fields>, { target }: Entity): void {
    merge(target, told, this.#paper.types, false);
  }

  #put(server: string, { target, key, representation }: Entity): void {
    const { letter, reader } = this.#byServer.get(server) ?? this.#begin(server);
    reader.targets.push(target);
    reader.entities.push(letter.add(target, key, representation));
  }

  #begin(server: string) {
    const { letter, answered } = this.#run.post.letterTo(server, this.#run, this.#paper);
    const reader: Reader = { targets: [], entities: [], paths: this.#paths };
    letter.readers.push(reader);
    const begun = { letter, reader, answered };
    this.#byServer.set(server, begun);
    return begun;
  }
}
