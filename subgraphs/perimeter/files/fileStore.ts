import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { type FileDigest, type InstitutionCode, parseFileDigest, Refusal } from '@chancery/domain';
import { type FileKeys, newId, type WrappedKey } from '@chancery/trust';
import { opened, sealed, sealedPart } from './cipher.ts';
import type { ContentStore, HeldBytes, Part } from './contentStore.ts';
import { BEGINNING, typeOf } from './mediaType.ts';
import type { Scanner } from './scanner.ts';

/** What an institution takes. */
export interface FileLimits {
  /** In bytes. */
  readonly size: number;
  readonly types: ReadonlySet<string>;
}

/** What is said of a file before it comes. */
export interface Announced {
  readonly institution: InstitutionCode;
  readonly mediaType: string | null;
  /** In bytes; null where it is not said. */
  readonly size: number | null;
  /** Where it is known: what comes is this, or is not taken. */
  readonly sha256?: FileDigest;
}

/** A file as it was taken in, and where its bytes are. */
export interface KeptFile extends WrappedKey {
  readonly institution: InstitutionCode;
  readonly sha256: FileDigest;
  readonly size: number;
  readonly mediaType: string;
  readonly place: string;
}

/** The bytes of the files of a server's institutions, each encrypted under a key of its own, never whole in memory. §4.11 */
export class FileStore {
  readonly limits: FileLimits;
  readonly keys: FileKeys;
  readonly #content: ContentStore;
  readonly #scanner: Scanner | null;

  constructor(content: ContentStore, keys: FileKeys, limits: FileLimits, scanner: Scanner | null = null) {
    this.#content = content;
    this.#scanner = scanner;
    this.keys = keys;
    this.limits = limits;
  }

  prepare(): Promise<void> {
    return this.#content.prepare();
  }

  /** Takes a file in. Throws `FILE_TOO_LARGE`, `FILE_TYPE_MISMATCH`, `FILE_TYPE_REFUSED`, `FILE_INFECTED`, `BAD_INPUT`; then, and where it breaks off, nothing is left. */
  async keep(announced: Announced, body: Readable): Promise<KeptFile> {
    const most = this.#mostOf(announced);
    const measure = new Measure(most, announced);
    // Whoever is refused hears why: the body is left open, though no more of it is read.
    const parts = measure.pass(body.iterator({ destroyOnReturn: false }));
    const { beginning, whole } = await peek(parts);
    const mediaType = await typeOf(announced.mediaType, beginning, this.limits.types);
    const key = randomBytes(32);
    const { institution } = announced;
    const place = await this.#content.keep(sealed(key, this.#scanner?.pass(whole) ?? whole), () => {
      const { sha256 } = measure.end();
      return `${institution}/${sha256.slice(0, 2)}/${sha256}.${newId()}`;
    });
    const { sha256, size } = measure.end();
    const file = { institution, sha256, size, mediaType, place };
    return { ...file, ...this.keys.wrap(key, aboutOf(file)) };
  }

  /** A part of a file as it came. Fails where it is not as it was kept. */
  read(file: KeptFile, part: Part): Readable {
    const key = this.keys.unwrap(file, aboutOf(file));
    const content = this.#content;
    // Nothing is opened before the first byte is wanted: whoever has gone by then would leave it open.
    async function* bytes(): AsyncGenerator<Buffer> {
      yield* content.read(file.place, sealedPart(file.size, part));
    }
    return Readable.from(opened(key, file.size, part, bytes()), { objectMode: false });
  }

  /** Whether its bytes are there, all of them, and the key to them: a disk may have died, and what was put back may be of another hour than the database. */
  async hasBytes(file: KeptFile): Promise<boolean> {
    const { place, size } = file;
    return this.#isOpenable(file) && (await this.#content.sizeAt(place)) === sealedPart(size, { from: 0, to: size }).to;
  }

  /** The key of a file, wrapped anew by the key that wraps now. */
  rewrap(file: KeptFile): WrappedKey {
    return this.keys.wrap(this.keys.unwrap(file, aboutOf(file)), aboutOf(file));
  }

  remove(place: string): Promise<void> {
    return this.#content.remove(place);
  }

  /** What its store holds, whether it is known or not, in the order of the places, behind one of them. */
  held(behind: string, most: number): Promise<readonly HeldBytes[]> {
    return this.#content.page(behind, most);
  }

  #isOpenable(file: KeptFile): boolean {
    try {
      this.keys.unwrap(file, aboutOf(file));
      return true;
    } catch {
      return false;
    }
  }

  #mostOf({ size }: Announced): number {
    if (size !== null && size > this.limits.size) throw tooLarge(this.limits.size);
    return this.limits.size;
  }
}

/** Counts and digests what passes. */
class Measure {
  readonly #most: number;
  readonly #announced: Announced;
  readonly #hash = createHash('sha256');
  #size = 0;
  #sha256: FileDigest | undefined;

  constructor(most: number, announced: Announced) {
    this.#most = most;
    this.#announced = announced;
  }

  async *pass(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const { size } = this.#announced;
    for await (const part of parts) {
      this.#size += part.length;
      if (this.#size > this.#most) throw tooLarge(this.#most);
      if (size !== null && this.#size > size) throw new Refusal('BAD_INPUT', `${size} bytes were announced, and more came.`);
      this.#hash.update(part);
      yield part;
    }
  }

  /** What has passed. Throws `BAD_INPUT` where it is not what was announced. */
  end(): { readonly sha256: FileDigest; readonly size: number } {
    this.#sha256 ??= parseFileDigest(this.#hash.digest('hex'));
    const { size, sha256 } = this.#announced;
    if (this.#size === 0) throw new Refusal('BAD_INPUT', 'The file is empty.');
    if (size !== null && size !== this.#size) throw new Refusal('BAD_INPUT', `${size} bytes were announced, and ${this.#size} came.`);
    if (sha256 !== undefined && sha256 !== this.#sha256) throw new Refusal('BAD_INPUT', 'The bytes are not those that the digest is of.');
    return { sha256: this.#sha256, size: this.#size };
  }
}

/** The first bytes, and all of them again. */
async function peek(parts: AsyncGenerator<Buffer>): Promise<{ readonly beginning: Buffer; readonly whole: AsyncGenerator<Buffer> }> {
  const first: Buffer[] = [];
  for (let length = 0; length < BEGINNING; ) {
    const { value, done } = await parts.next();
    if (done === true) break;
    first.push(value);
    length += value.length;
  }
  async function* whole(): AsyncGenerator<Buffer> {
    yield* first;
    yield* parts;
  }
  return { beginning: Buffer.concat(first).subarray(0, BEGINNING), whole: whole() };
}

const tooLarge = (most: number): Refusal => new Refusal('FILE_TOO_LARGE', `It takes ${most} bytes.`);

/** What a wrapped key is bound to: no row can be given the key or the bytes of another one. */
const aboutOf = ({ institution, sha256, size, place }: Omit<KeptFile, keyof WrappedKey>): string =>
  `${institution} ${sha256} ${size} ${place}`;
