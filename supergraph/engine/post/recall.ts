import { copyAsked } from '../data/onlyAsked.ts';
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
interface Sent {
  readonly server: string;
  readonly letter: Letter;
  /** The server again, once the letter is answered. */
  readonly answered: Promise<string>;
}

/**
 * What servers have been asked about entities in one operation: nobody is asked the same about the same entity twice. After a command
 * everything is asked anew.
 */
export class Recall {
  /** By the names of their questions. */
  readonly #sent = new Map<string, Sent[]>();

  keep(server: string, letter: Letter, answered: Promise<void>): void {
    const sent = { server, letter, answered: answered.then(() => server) };
    const { name } = letter.question;
    const others = this.#sent.get(name);
    if (others === undefined) this.#sent.set(name, [sent]);
    else others.push(sent);
  }

  forget(): void {
    this.#sent.clear();
  }

  /**
   * What a question asks about this entity, as a server has answered one of these other questions; where its answer is under way, the server
   * once it is worth looking again; undefined where the server has to be asked.
   */
  find(
    server: string,
    names: readonly string[],
    kind: string,
    key: string,
    question: EntityQuestion,
  ): Fields | Promise<string> | undefined {
    let underWay: Promise<string> | undefined;
    for (const name of names)
      for (const sent of this.#sent.get(name) ?? []) {
        if (sent.server !== server) continue;
        const entity = sent.letter.find(kind, key);
        if (entity === 'under way') {
          // The same question goes into the same letter.
          if (!sent.letter.hasGone && name === question.name) return undefined;
          underWay ??= sent.answered;
        } else if (entity !== undefined) return copyAsked(entity, question.asked) as Fields;
      }
    return underWay;
  }
}
