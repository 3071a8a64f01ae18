import type { OnReadOpts, Socket } from 'node:net';
import type { Answer } from './answerReader.ts';

/** Makes a socket that tells what it reads, and once when it can be written to: over TLS not before the other side is known. */
export type Open = (onread: OnReadOpts, ready: () => void) => Socket;

/** How a question is written: a whole request. */
export interface Written {
  /** By itself. */
  alone(): string;
  /** All of these together, each a request, this one the first. */
  together(all: readonly Written[]): string;
}

/** A request whose text says all. */
export const plain = (text: string): Written => ({
  alone: () => text,
  together: (all) => all.map((each) => each.alone()).join(''),
});

/** A question that a connection carries. What `heard` throws ends the connection, and the question with it. */
export interface Carried {
  /** Questions that say the same here take alike long, and may be asked again: of one turn, they go together. Null for one that goes alone. */
  readonly alike: string | null;
  readonly text: Written;
  /** So many more bytes have come. */
  heard(bytes: number, hasBegun: boolean): void;
  answered(answer: Answer): void;
  /** There will be no answer. */
  lost(error: unknown): void;
}
