import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type DocumentId, type FileEntry, parseFileDigest } from '@chancery/domain';
import type { StreamAnswer, StreamRequest, StreamRoute } from '@chancery/kernel';
import { sha256Of } from './files.ts';

/** What documents of foreign perimeters carry, by their ids; and the bytes of it, by their digests. */
export const carried = new Map<DocumentId, readonly FileEntry[]>();
const contents = new Map<string, Buffer>();

/** Lets a document carry a file, whosever it is. */
export function carry(documentId: DocumentId, name: string, bytes: Buffer): FileEntry {
  const file = { name, sha256: parseFileDigest(sha256Of(bytes)), size: bytes.length, mediaType: 'text/plain' };
  carried.set(documentId, [...(carried.get(documentId) ?? []), file]);
  contents.set(file.sha256, bytes);
  return file;
}

/** The routes of the standard for files of deliveries, as somebody else built them. */
export class ForeignFiles {
  /** Bytes that were received, by their digests. */
  readonly received = new Map<string, Buffer>();
  /** How often bytes of each digest were brought. */
  readonly brought = new Map<string, number>();
  /** Changes what is given away. */
  spoil: (bytes: Buffer) => Buffer = (bytes) => bytes;
  /** Awaited before bytes are given away. */
  beforeGiving: () => Promise<unknown> = async () => undefined;
  /** Awaited before bytes are taken. */
  beforeTaking: () => Promise<unknown> = async () => undefined;

  readonly routes: readonly StreamRoute[] = [
    { method: 'GET', path: '/released-file', stream: async ({ query }) => this.#give(query.get('sha256') ?? '') },
    { method: 'GET', path: '/received-file', stream: async ({ query }) => told(this.received.has(query.get('sha256') ?? '')) },
    { method: 'PUT', path: '/received-file', stream: (request) => this.#take(request) },
  ];

  async #give(sha256: string): Promise<StreamAnswer> {
    await this.beforeGiving();
    const bytes = this.spoil(contents.get(sha256) ?? Buffer.alloc(0));
    return { status: 200, headers: { 'content-length': String(bytes.length) }, body: Readable.from([bytes]) };
  }

  async #take({ query, body }: StreamRequest): Promise<StreamAnswer> {
    await this.beforeTaking();
    const sha256 = query.get('sha256') ?? '';
    const bytes = await buffer(body);
    this.brought.set(sha256, (this.brought.get(sha256) ?? 0) + 1);
    if (sha256Of(bytes) !== sha256) return refused;
    this.received.set(sha256, bytes);
    return told(true);
  }
}

const json = { 'content-type': 'application/json; charset=utf-8' };
const told = (isHere: boolean): StreamAnswer => ({ status: 200, headers: json, body: JSON.stringify({ isHere }) });
const refused: StreamAnswer = {
  status: 422,
  headers: json,
  body: JSON.stringify({ errors: [{ message: 'Not these bytes.', extensions: { code: 'BAD_INPUT', clause: '1.7' } }] }),
};
