import type { Readable } from 'node:stream';

/** Part of stored bytes: from the first to before the last. */
export interface Part {
  readonly from: number;
  readonly to: number;
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
  /** Nothing is wrong where it is gone already. */
  remove(place: string): Promise<void>;
  /** Throws where nothing can be kept now. */
  prepare(): Promise<void>;
}
