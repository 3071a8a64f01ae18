import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { followFiles } from './followFiles.ts';
import { newId } from './newId.ts';

/** A key of a perimeter, under which the keys of its files are kept. */
interface FileKey {
  readonly id: string;
  /** 256 bits, base64url. */
  readonly key: string;
  /** A moment as RFC 3339 writes it. */
  readonly madeAt: string;
}

/** A perimeter's keys as their file holds them: the last one wraps, all of them unwrap. */
export interface FileKeyring {
  readonly keys: readonly FileKey[];
}

/** The key of one file, wrapped. */
export interface WrappedKey {
  readonly keyId: string;
  readonly wrapped: Uint8Array;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** A keyring with one more key, which wraps from now on. */
export const withNewKey = ({ keys }: FileKeyring, now: Date): FileKeyring => ({
  keys: [...keys, { id: newId(now.getTime()), key: randomBytes(32).toString('base64url'), madeAt: now.toISOString() }],
});

/** The keys of a perimeter, and what takes their place later. */
export class FileKeys {
  #keys: ReadonlyMap<string, Buffer> = new Map();
  #current = '';

  constructor(keyring: FileKeyring) {
    this.replace(keyring);
  }

  /** Which key wraps now. */
  get current(): string {
    return this.#current;
  }

  replace({ keys }: FileKeyring): void {
    this.#keys = new Map(keys.map(({ id, key }) => [id, Buffer.from(key, 'base64url')]));
    this.#current = keys.at(-1)?.id ?? '';
  }

  /** Wraps a file's key (AES-256-GCM). `about` says whose it is: with anything else said it cannot be unwrapped. */
  wrap(key: Uint8Array, about: string): WrappedKey {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#find(this.#current), nonce).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
    return { keyId: this.#current, wrapped: Buffer.concat([nonce, sealed, cipher.getAuthTag()]) };
  }

  /** Throws where the perimeter's key is not there, or anything was changed. */
  unwrap({ keyId, wrapped }: WrappedKey, about: string): Buffer {
    const decipher = createDecipheriv(algorithm, this.#find(keyId), wrapped.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(about)).setAuthTag(wrapped.subarray(-tagBytes));
    return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  }

  #find(id: string): Buffer {
    const key = this.#keys.get(id);
    if (key === undefined) throw new Error(`The perimeter's key ${id} for files is not here.`);
    return key;
  }
}

/** Reads a perimeter's keys from their file, and takes over what is put in its place later. Throws where it holds none. */
export function readFileKeys(file: string): FileKeys {
  const keyring = followFiles(
    [file],
    () => readKeyring(file),
    (later) => keys.replace(later),
  );
  const keys = new FileKeys(keyring);
  return keys;
}

function readKeyring(file: string): FileKeyring {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isKeyring(value)) throw new Error(`${file} holds no keys for files`);
  return value;
}

const isKeyring = (value: unknown): value is FileKeyring =>
  isRecord(value) && Array.isArray(value.keys) && value.keys.length > 0 && value.keys.every(isKey);

const isKey = (value: unknown): boolean =>
  isRecord(value) && typeof value.id === 'string' && typeof value.key === 'string' && Buffer.from(value.key, 'base64url').length === 32;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
