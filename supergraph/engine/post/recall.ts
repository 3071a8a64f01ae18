import type { EntityQuestion } from './entityQuestion.ts';
import type { Letter } from './letter.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The questions of one plan to each subgraph. Which of them is asked first shows when it runs. */
export class Questions {
  readonly #bySubgraph = new Map<string, EntityQuestion[]>();
  #holders: ReadonlyMap<EntityQuestion, readonly string[]> | undefined;
  #held: ReadonlySet<string> = new Set();

  add(subgraph: string, question: EntityQuestion): void {
    this.#bySubgraph.set(subgraph, [...(this.#bySubgraph.get(subgraph) ?? []), question]);
  }

  /** The names of others that ask all that this one asks, and perhaps more. */
  holdersOf(question: EntityQuestion): readonly string[] {
    this.#holders ??= this.#compare();
    return this.#holders.get(question) ?? [];
  }

  /** Whether others ask nothing that this one does not ask, so that its answers are looked at again. */
  isHolder({ name }: EntityQuestion): boolean {
    return this.#held.has(name);
  }

  #compare(): ReadonlyMap<EntityQuestion, readonly string[]> {
    const holders = new Map<EntityQuestion, readonly string[]>();
    for (const all of this.#bySubgraph.values())
      for (const question of all) {
        const others = all.filter((other) => other !== question && holds(other, question));
        holders.set(question, [...new Set(others.map(({ name }) => name))]);
      }
    this.#held = new Set([...holders.values()].flat());
    return holders;
  }
}

const holds = (holder: EntityQuestion, { parts }: EntityQuestion): boolean => [...parts].every((part) => holder.parts.has(part));

/** A letter that is under way or has been answered. */
export interface Sent {
  readonly server: string;
  readonly letter: Letter;
  readonly answered: Promise<void>;
}

/** A letter that asks about an entity, and what has come of it. */
export interface Found {
  readonly sent: Sent;
  readonly entity: Fields | 'under way';
}

/**
 * What servers have been asked about entities in one operation: nobody is asked the same about the same entity twice. After a command
 * everything is asked anew.
 */
export class Recall {
  /** By the names of their questions. */
  readonly #sent = new Map<string, Sent[]>();

  keep(sent: Sent): void {
    const { name } = sent.letter.question;
    const others = this.#sent.get(name);
    if (others === undefined) this.#sent.set(name, [sent]);
    else others.push(sent);
  }

  forget(): void {
    this.#sent.clear();
  }

  /** A letter with one of these other questions, in which what a question asks about this entity is told, or will be; undefined where the server has to be asked. */
  find(server: string, names: readonly string[], kind: string, key: string, question: EntityQuestion): Found | undefined {
    let underWay: Found | undefined;
    for (const name of names)
      for (const sent of this.#sent.get(name) ?? []) {
        const entity = sent.server === server ? sent.letter.find(kind, key) : undefined;
        if (entity === undefined) continue;
        if (entity !== 'under way') return { sent, entity };
        // The same question goes into the same letter.
        if (!sent.letter.hasGone && name === question.name) return undefined;
        underWay ??= { sent, entity };
      }
    return underWay;
  }
}
