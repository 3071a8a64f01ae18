import type { Variables } from '../steps/step.ts';
import type { Bytes } from './scan.ts';
import type { SendBytes, Sheets } from './sheets.ts';
import type { Tape } from './tape.ts';

/** A compiled reader of what one fetch is told about an entity that begins at a place; the place after it. Throws `unusual`. */
export type Read = (bytes: Bytes, at: number, tape: Tape, entity: number) => number;

/** One operation while its answer is spliced. */
export interface Splicing {
  readonly tape: Tape;
  readonly sheets: Sheets;
  readonly variables: Variables;
  readonly send: SendBytes;
  /** Hears of each document that is asked for by its id. */
  readonly note: (documentId: string) => void;
}
