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

/**
 * What servers have said of entities in one operation: nobody is asked the same about the same entity twice. After a command
 * everything is asked anew.
 */
export class Recall {
  /** By the names of their questions. */
  readonly #letters = new Map<string, { readonly server: string; readonly letter: Letter }[]>();

  keep(server: string, letter: Letter): void {
    const { name } = letter.question;
    this.#letters.set(name, [...(this.#letters.get(name) ?? []), { server, letter }]);
  }

  forget(): void {
    this.#letters.clear();
  }

  /** What a question asks about this entity, as a server has answered one of these earlier questions; undefined where it has not. */
  find(server: string, names: readonly string[], kind: string, key: string, { asked }: EntityQuestion): Fields | undefined {
    for (const name of names)
      for (const kept of this.#letters.get(name) ?? []) {
        const entity = kept.server === server ? kept.letter.find(kind, key) : undefined;
        if (entity !== undefined) return copyAsked(entity, asked) as Fields;
      }
    return undefined;
  }
}
