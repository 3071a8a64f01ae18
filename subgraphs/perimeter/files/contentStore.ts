import type { Readable } from 'node:stream';
import type { InstitutionCode } from '@chancery/domain';

/** Part of stored bytes: from the first to before the last. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** Bytes that a store holds, and since when: whole ones, and what never became whole. */
export interface HeldBytes {
  readonly place: string;
  readonly since: Date;
  /** Whose they are, where their place says it. */
  readonly institution: InstitutionCode | null;
}

/** Where the bytes of files are kept. It knows nothing of what they mean: they come encrypted. */
export interface ContentStore {
  /**
   * Keeps bytes for good, and answers where. `nameOf` is asked at the end, when the bytes are known, for a name that nobody else has. Where they
   * break off, or it throws, nothing is left.
   */
  keep(bytes: AsyncIterable<Buffer>, nameOf: () => string): Promise<string>;
  /** Bytes as they were kept, read as fast as they are taken. */
  read(place: string, part: Part): Readable;
  /** How many bytes it has there; null where it has none. */
  sizeAt(place: string): Promise<number | null>;
  /** Nothing is wrong where it is gone already. */
  remove(place: string): Promise<void>;
  /** What it keeps and has begun to keep, in the order of the places, behind one of them; nothing of what somebody else has put there. */
  page(behind: string, most: number): Promise<readonly HeldBytes[]>;
  /** Throws where nothing can be kept now. */
  prepare(): Promise<void>;
}
