import type { ResponsePath } from '@apollo/query-planner';
import type { Serve } from '../cards/serve.ts';
import { merge } from '../data/merge.ts';
import { leaveOnlyAsked } from '../data/onlyAsked.ts';
import { type AnswerPath, certainPart, placesIn } from '../data/placesIn.ts';
import type { TypeNames } from '../data/typeNames.ts';
import type { Representation } from '../entities/represent.ts';
import type { Rewrite } from '../entities/rewrite.ts';
import type { EntityQuestion } from './entityQuestion.ts';

type Fields = Record<string, unknown>;

/** Somebody who put entities into a letter: the objects of the answer that they are, and which of the letter's entities each is. */
export interface Reader {
  readonly targets: Fields[];
  readonly entities: number[];
  readonly paths: readonly ResponsePath[];
}

/** What letters of one fetch have in common. */
export interface LetterPaper {
  readonly question: EntityQuestion;
  readonly types: TypeNames;
  readonly rewrite: Rewrite | null;
  readonly isOfInstitutions: boolean;
  /** Serves what its server does not answer, as far as somebody stands in for it. */
  readonly serve: Serve | null;
  /** Whether the same may be asked again later on. */
  readonly isKept: () => boolean;
}

/** One question about entities of one server, each asked for once, however often it stands in the answer. */
export class Letter {
  readonly question: EntityQuestion;
  readonly readers: Reader[] = [];
  readonly representations: string[] = [];
  /** Its entities belong to the institutions in their ids. */
  readonly isOfInstitutions: boolean;
  readonly serve: Serve | null;
  readonly isKept: () => boolean;
  /** Nothing more can be put in. */
  hasGone = false;
  readonly #types: TypeNames;
  readonly #rewrite: Rewrite | null;
  readonly #known = new Map<string, Map<string, number>>();
  #entities: readonly unknown[] = [];
  #quotable: boolean | undefined;

  constructor({ question, types, rewrite, isOfInstitutions, serve, isKept }: LetterPaper) {
    this.question = question;
    this.isOfInstitutions = isOfInstitutions;
    this.serve = serve;
    this.isKept = isKept;
    this.#types = types;
    this.#rewrite = rewrite;
  }

  /** Puts an entity in that has this key; its place in the letter. */
  add(entity: Readonly<Fields>, key: string, representation: Representation): number {
    const ofKind = this.#known.get(representation.kind) ?? new Map<string, number>();
    const known = ofKind.get(key);
    if (known !== undefined) return known;
    if (ofKind.size === 0) this.#known.set(representation.kind, ofKind);
    const place = this.representations.push(representation.textOf(entity)) - 1;
    ofKind.set(key, place);
    return place;
  }

  /** What its server has said of the entity that has this key; undefined where the letter does not ask about it, or may not be quoted. */
  find(kind: string, key: string): Readonly<Fields> | 'under way' | undefined {
    const at = this.#known.get(kind)?.get(key);
    if (at === undefined) return undefined;
    if (this.#quotable === undefined) return 'under way';
    const entity = this.#quotable ? this.#entities[at] : undefined;
    return typeof entity === 'object' && entity !== null ? (entity as Fields) : undefined;
  }

  /** Nothing more comes. What has come may be quoted where its server has said it without an error. */
  close(isQuotable: boolean): void {
    this.#quotable = isQuotable;
  }

  /** Takes what has come into the answer, wherever it was asked for. Returns what is wrong with it: nothing, or what was expected. */
  deliver(entities: unknown): 'no list' | 'not as many' | null {
    if (!Array.isArray(entities)) return 'no list';
    if (entities.length !== this.representations.length) return 'not as many';
    if (this.isOfInstitutions) leaveOnlyAsked(entities, this.question.asked);
    this.#rewriteAll(entities);
    this.#entities = entities;
    const isTaken = new Uint8Array(entities.length);
    for (const { targets, entities: asked } of this.readers)
      for (let i = 0; i < targets.length; i++) {
        const at = asked[i] as number;
        const entity: unknown = entities[at];
        if (typeof entity !== 'object' || entity === null) continue;
        merge(targets[i] as Fields, entity as Fields, this.#types, isTaken[at] === 0);
        isTaken[at] = 1;
      }
    return null;
  }

  /** What is said about entities of this letter, errors and other things, by their place in it: told for each place in the answer. */
  placed<Said extends { readonly path?: AnswerPath | undefined }>(data: unknown, said: readonly Said[]): readonly Said[] {
    const wanted = new Set(said.map(({ path }) => path?.[1]));
    return this.readers.flatMap(({ targets, entities, paths }) => {
      const concerned = Map.groupBy(
        targets.map((target, i) => ({ target, at: entities[i] })).filter(({ at }) => wanted.has(at)),
        ({ at }) => at,
      );
      const places = placesIn(data, paths, new Set([...concerned.values()].flat().map(({ target }) => target)));
      return said.flatMap((each): readonly Said[] => {
        const [, at, ...rest] = each.path ?? [];
        if (typeof at !== 'number' || this.representations[at] === undefined) return [{ ...each, path: certainPart(paths[0] ?? []) }];
        return (concerned.get(at) ?? []).flatMap(({ target }) => {
          const place = places.get(target);
          return place === undefined ? [] : [{ ...each, path: [...place, ...rest] }];
        });
      });
    });
  }

  /** A subgraph that answers for an interface need not say which type it is: what was asked about is known. */
  #rewriteAll(entities: readonly unknown[]): void {
    if (this.#rewrite === null) return;
    for (const { targets, entities: asked } of this.readers)
      for (let i = 0; i < targets.length; i++) {
        const entity = entities[asked[i] as number] as Fields | null;
        if (entity !== null && typeof entity === 'object') entity.__typename ??= targets[i]?.__typename;
      }
    for (const entity of entities) this.#rewrite(entity);
  }
}
