import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { AsOf } from './cards/asOf.ts';
import type { StoredName } from './planning/setAside.ts';
import type { Wire } from './post/wire.ts';
import type { Variables } from './steps/step.ts';

/** An operation of the public graph, found valid. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
}

/** An operation that is ready to run, any number of times. */
export interface Compiled<Context> {
  /** Whether it is planned already for what these variables leave in of it by `@skip` and `@include`. */
  isPlanned(variables: Variables): boolean;
  /** How long the text is of what was made of it while it ran, in characters: it grows with all types that an answer may be of. */
  readonly grown: number;
  plan(variables: Variables): void;
  /** @param variables coerced, with their defaults */
  fetch(variables: Variables, context: Context): Promise<Fetched>;
  /** At once; where something is unusual, when graphql-js has gone through it. */
  write(fetched: Fetched, variables: Variables): Outcome | Promise<Outcome>;
  /** Fetches and writes. */
  run(variables: Variables, context: Context): Promise<Outcome>;
}

/** What servers have answered to an operation, joined: more than was asked, and some of it under other names. */
export interface Fetched {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly GraphQLFormattedError[];
  /** What of it was taken from a stand-in. */
  readonly asOf: readonly AsOf[];
  readonly storedName: StoredName;
}

/** An answer. */
export interface Outcome {
  /** Without its errors, as JSON text, `{"data":…}`, or the bytes of it; null where there is no data. */
  readonly written: string | Buffer | null;
  readonly errors: readonly GraphQLFormattedError[];
  readonly asOf: readonly AsOf[];
}

/** What an operation runs in. */
export interface Surroundings<Context> {
  readonly wire: Wire<Context>;
  /** The error that stands for a part that did not come; `institution`: by whom it is missed, where that is known. */
  readonly missing: (
    error: unknown,
    path: readonly (string | number)[],
    institution: string | null,
    context: Context,
  ) => GraphQLFormattedError;
  /** Hears of each document that is asked for by its id. */
  readonly noteDocument?: (id: string, context: Context) => void;
  /** Hears of what can only be a mistake of the engine's own: the answer is found in another way. */
  readonly noteFault?: (error: unknown) => void;
}
