import type { FileEntry } from '@chancery/domain';
import { type DirectoryCopy, SharedRoom, type Transfer, type Transfers, toldBy, Unreachable } from '@chancery/trust';
import type { BegunRow } from './attempts.ts';

/** How many files one process of the exchange carries at once. */
const room = { calls: 16, queue: 0 };

/**
 * Carries files from the authors' perimeters to the recipients', byte by byte: none is kept here, and none is whole in memory. A large file takes
 * longer than an attempt may: it goes on between attempts, and the next one finds it there. §7.13
 */
export class FileCarriers {
  readonly #transfers: Pick<Transfers, 'carry'>;
  readonly #directory: Pick<DirectoryCopy, 'findInstitution'>;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #places = new SharedRoom(room);
  readonly #stopping = new AbortController();

  constructor(transfers: Pick<Transfers, 'carry'>, directory: Pick<DirectoryCopy, 'findInstitution'>) {
    this.#transfers = transfers;
    this.#directory = directory;
  }

  /** Ends when the recipient has all files of a consignment. Throws what either side refuses, and `Unreachable`. */
  async bring(row: BegunRow): Promise<void> {
    const files = new Map((row.bundle.signed.files ?? []).map((file) => [file.sha256, file]));
    for (const file of files.values()) await this.#once(row, file);
  }

  /** Breaks off what is under way: it is brought again at the next attempt. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#underWay.values());
  }

  #once(row: BegunRow, file: FileEntry): Promise<void> {
    const name = `${row.recipient} ${file.sha256}`;
    const known = this.#underWay.get(name);
    if (known !== undefined) return known;
    const carrying = this.#carry(row, file).finally(() => this.#underWay.delete(name));
    // Nobody may be waiting for it any more.
    carrying.catch(() => undefined);
    this.#underWay.set(name, carrying);
    return carrying;
  }

  async #carry(row: BegunRow, { sha256, size, mediaType }: FileEntry): Promise<void> {
    const [author, recipient] = [await this.#serverOf(row.sender), await this.#serverOf(row.recipient)];
    const leave = this.#places.take(recipient);
    if (leave === null) throw new Unreachable(recipient, 'busy');
    try {
      const received = new URLSearchParams({ consignmentId: row.id, sha256 });
      if (await this.#isTold(recipient, `/received-file?${received}`, null)) return;
      const path = `/released-file?${new URLSearchParams({ dispatchId: row.dispatchId, sha256 })}`;
      const bytes = await this.#transfers.carry(this.#errand(author, path, null));
      if (bytes.statusCode !== 200) await toldBy(author, bytes);
      received.set('size', String(size));
      received.set('type', mediaType);
      await this.#isTold(recipient, `/received-file?${received}`, bytes).finally(() => bytes.destroy());
    } finally {
      leave();
    }
  }

  async #isTold(service: string, path: string, body: Transfer['body']): Promise<boolean> {
    const told = await toldBy(service, await this.#transfers.carry(this.#errand(service, path, body)));
    return typeof told === 'object' && told !== null && 'isHere' in told && told.isHere === true;
  }

  #errand(service: string, path: string, body: Transfer['body']): Transfer {
    return { service, path, body, caller: null, record: null, operation: 'carryFile', token: null, signal: this.#stopping.signal };
  }

  async #serverOf(code: BegunRow['sender']): Promise<string> {
    const found = await this.#directory.findInstitution(code);
    if (found === undefined) throw new Unreachable(code, 'no connection');
    return found.server;
  }
}
