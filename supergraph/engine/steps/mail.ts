import { merge } from '../data/merge.ts';
import { placesIn } from '../data/placesIn.ts';
import type { Representation } from '../entities/represent.ts';
import type { JoinedFetch } from '../planning/joinSiblings.ts';
import type { Letter, LetterPaper, Reader } from '../post/letter.ts';
import type { Run } from './step.ts';

type Fields = Record<string, unknown>;

/** An object of the answer that something is asked about, and as what. */
export interface Entity {
  readonly target: Fields;
  readonly key: string;
  readonly representation: Representation;
}

/** What one fetch asks in one run: its letters, and what it reads in each. */
export class Mail {
  readonly #run: Run;
  readonly #paper: LetterPaper;
  readonly #paths: JoinedFetch['paths'];
  /** The names of questions whose answers hold the answer to this one. */
  readonly #holders: readonly string[];
  readonly #byServer = new Map<string, { readonly letter: Letter; readonly reader: Reader; readonly answered: Promise<void> }>();

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

  /** Asks the server, unless it has told already. Where it is being asked the same by others: the server, once their answer has come. */
  ask(server: string, entity: Entity): Promise<string> | undefined {
    const known = this.#recall(server, entity);
    if (known instanceof Promise) return known;
    if (known === undefined) this.#put(server, entity);
    else merge(entity.target, known, this.#paper.types, true);
    return undefined;
  }

  /** The same, without waiting for others any more. */
  askNow(server: string, entity: Entity): void {
    if (this.ask(server, entity) !== undefined) this.#put(server, entity);
  }

  /** Nobody answers for it. */
  refuse({ target }: Entity, error: unknown): void {
    const place = placesIn(this.#run.data, this.#paths, new Set([target])).get(target) ?? [];
    this.#run.errors.push(this.#run.post.office.missing(error, place, null));
  }

  /** Once all letters have been delivered. */
  answered(): Promise<void> | undefined {
    const waiting = [...this.#byServer.values()].map((each) => each.answered);
    return waiting.length < 2 ? waiting[0] : Promise.all(waiting).then(() => undefined);
  }

  #recall(server: string, { key, representation }: Entity): Fields | Promise<string> | undefined {
    if (this.#holders.length === 0) return undefined;
    return this.#run.recall.find(server, this.#holders, representation.kind, key, this.#paper.question);
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
