import type { InstitutionCode } from '@chancery/domain';

/** An entity as a plan names it: its type, its key, and what else its subgraph requires. */
export type Representation = Readonly<Record<string, unknown>>;

/** Who answers: an institution, and the server that serves it. */
export interface Answerer {
  readonly institution: InstitutionCode;
  /** The name of a service. */
  readonly server: string;
}

/** Finds out whom an id or a code belongs to; throws what is to be said where nobody answers for it. */
export interface InstitutionFinder {
  /** Who answers for a root field, by its argument such as `institution` or `input.documentId`. */
  ofRoot(field: string, argument: string, value: unknown): Promise<Answerer> | Answerer;
  /** Who answers for an entity: the institution in its id. */
  ofEntity(id: unknown): Promise<Answerer> | Answerer;
}

/** Who answers for a subgraph (DESIGN §3). */
export type Place = OneServer | Perimeters | Inside;

/** A service of its own. */
export interface OneServer {
  readonly kind: 'server';
  readonly server: string;
  /** Its entities belong to the institution in their ids, which is missed when the server is away. */
  readonly institution: boolean;
  /** What of its entities is known without asking it. */
  readonly atHand?: readonly AtHand[];
}

/** Facts about a server's entities that the gateway has anyway: who asks for no others gets them without a call. */
export interface AtHand {
  /** The type of the entities. */
  readonly type: string;
  /** The field that names one. */
  readonly key: string;
  /** Plain fields, without arguments. */
  readonly fields: readonly string[];
  /** An entity with these fields at least; undefined where only its server knows. */
  readonly find: (key: string) => object | undefined;
}

/** The perimeter standard: every institution serves it, each its own part. */
export interface Perimeters {
  readonly kind: 'perimeters';
  /** By the name of a root field: the argument that names the institution. */
  readonly routes: ReadonlyMap<string, string>;
  readonly institutions: InstitutionFinder;
  /** Who keeps something of their entities for when they are away. */
  readonly standIn?: StandIn;
}

/**
 * Keeps cards of the perimeters' entities: what is asked of an entity whose perimeter does not answer is taken from its card, as far as that has
 * it, and marked with the moment as of which it is true (§1.8).
 */
export interface StandIn {
  /** The type of the entities. */
  readonly type: string;
  /** The name of a service. */
  readonly server: string;
  /** Its root field that gives cards by `ids`, those alone that the caller may know of, each with its `id` and `asOf`. */
  readonly field: string;
  /** What else a card has, as GraphQL selects it: fields called as the entity's. */
  readonly fields: string;
  /** How many ids it takes at once. */
  readonly most: number;
}

/** The gateway itself, without a call. */
export interface Inside {
  readonly kind: 'inside';
  /** The entities that are named, in their order, each with all that the subgraph knows of it. */
  readonly entities: (representations: readonly Representation[]) => readonly unknown[];
}
