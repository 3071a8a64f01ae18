import type { FileEntry } from '@chancery/domain';
import { type DirectoryCopy, longestTransferMs, type Transfer, type Transfers, toldBy, Unreachable } from '@chancery/trust';
import type { BegunRow } from './attempts.ts';

/**
 * Carries files from the authors' perimeters to the recipients', byte by byte: none is kept here, and none is whole in memory. What two consignments
 * of one author take to one recipient at once is carried once; nobody waits for bytes that another author gives. §7.13
 */
export class FileCarriers {
  readonly #transfers: Pick<Transfers, 'carry'>;
  readonly #directory: Pick<DirectoryCopy, 'findInstitution'>;
  readonly #underWay = new Map<string, Carrying>();

  constructor(transfers: Pick<Transfers, 'carry'>, directory: Pick<DirectoryCopy, 'findInstitution'>) {
    this.#transfers = transfers;
    this.#directory = directory;
  }

  /** Ends when the recipient has all files of a consignment, or when this is over. Throws what either side refuses, and `Unreachable`. */
  async bring(row: BegunRow, over: AbortSignal): Promise<void> {
    const files = new Map((row.bundle.signed.files ?? []).map((file) => [file.sha256, file]));
    for (const file of files.values()) await this.#once(row, file).wait(over);
  }

  #once(row: BegunRow, file: FileEntry): Carrying {
    const name = `${row.sender} ${row.recipient} ${file.sha256}`;
    const known = this.#underWay.get(name);
    if (known !== undefined) return known;
    const carrying: Carrying = new Carrying(
      (over) => this.#carry(row, file, over),
      () => {
        // One that was broken off ends later, when another may have taken its place.
        if (this.#underWay.get(name) === carrying) this.#underWay.delete(name);
      },
    );
    this.#underWay.set(name, carrying);
    return carrying;
  }

  async #carry(row: BegunRow, { sha256, size, mediaType }: FileEntry, over: AbortSignal): Promise<void> {
    const [author, recipient] = [await this.#serverOf(row.sender), await this.#serverOf(row.recipient)];
    const received = new URLSearchParams({ consignmentId: row.id, sha256 });
    if (await this.#isTold(errand(recipient, `/received-file?${received}`, null, over))) return;
    const path = `/released-file?${new URLSearchParams({ dispatchId: row.dispatchId, sha256 })}`;
    const bytes = await this.#transfers.carry(errand(author, path, null, over));
    if (bytes.statusCode !== 200) await toldBy(author, bytes);
    received.set('size', String(size));
    received.set('type', mediaType);
    await this.#isTold(errand(recipient, `/received-file?${received}`, bytes, over)).finally(() => bytes.destroy());
  }

  async #isTold(transfer: Transfer): Promise<boolean> {
    const told = await toldBy(transfer.service, await this.#transfers.carry(transfer));
    return typeof told === 'object' && told !== null && 'isHere' in told && told.isHere === true;
  }

  async #serverOf(code: BegunRow['sender']): Promise<string> {
    const found = await this.#directory.findInstitution(code);
    if (found === undefined) throw new Unreachable(code, 'no connection');
    return found.server;
  }
}

const errand = (service: string, path: string, body: Transfer['body'], signal: AbortSignal): Transfer => ({
  service,
  path,
  body,
  signal,
  caller: null,
  record: null,
  operation: 'carryFile',
  token: null,
});

/** One file on its way, for whoever waits for it; broken off when nobody does any more, and after the longest time that a transfer may take. */
class Carrying {
  readonly #done: Promise<void>;
  readonly #forgotten = new AbortController();
  readonly #forget: () => void;
  #waiting = 0;

  constructor(carry: (over: AbortSignal) => Promise<void>, forget: () => void) {
    this.#forget = forget;
    this.#done = carry(AbortSignal.any([this.#forgotten.signal, AbortSignal.timeout(longestTransferMs)])).finally(forget);
    // Nobody may be waiting for it any more.
    this.#done.catch(() => undefined);
  }

  /** Throws what it ends with, and `Unreachable` when this is over before. */
  async wait(over: AbortSignal): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    const giveUp = (): void => reject(new Unreachable('file', 'stopped'));
    over.addEventListener('abort', giveUp, { once: true });
    if (over.aborted) giveUp();
    this.#waiting += 1;
    try {
      await Promise.race([this.#done, promise]);
    } finally {
      over.removeEventListener('abort', giveUp);
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#breakOff();
    }
  }

  #breakOff(): void {
    this.#forget();
    this.#forgotten.abort();
  }
}
