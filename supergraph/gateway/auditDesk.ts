import { Refusal } from '@chancery/domain';
import { attributes, runningStep, withinStep, withSpan } from '@chancery/observability';
import type { AuditRecord, ServiceClient } from '@chancery/trust';
import { reportFault } from './errors.ts';
import { ToldGrounds } from './toldGrounds.ts';

const append = 'mutation AppendAuditEntries($input: AppendAuditEntriesInput!) { appendAuditEntries(input: $input) { appended } }';
const patienceMs = 1_000;
/** By how many records, and by how many documents that they name or fields that were decided: an operation may have thousands. */
const largestGroup = { records: 500, documents: 10_000 };
const mostWaiting = { records: 20_000, documents: 200_000 };
const pauseMs = 250;
/** A timer that is so late says that this process was busy with something else: it loads another graph, or plans. */
const stalledMs = 100;

/**
 * After a group of several the next one begins so much later at least: it costs hardly more than one record, here and at the audit trail. Who asks
 * alone, one thing after the other, waits for nothing: there is nobody to gather.
 */
const apartMs = 5;

interface Waiting {
  readonly record: AuditRecord;
  /** The step that waits for it. */
  readonly step: ReturnType<typeof runningStep>;
  /** So long it is waited for, by `performance.now`. */
  until: number;
  /** It was waited for once more: this process was too busy to hear the answer. */
  isProlonged: boolean;
  /** Whether the trail has it; heard once. */
  tell: ((isThere: boolean) => void) | null;
}

/**
 * Hands records to the audit trail, in groups: while one group is on its way, the next one gathers.
 * A record that could not be handed over in time is tried on, in order, until it is: late evidence is better than none.
 */
export class AuditDesk {
  readonly #client: Pick<ServiceClient, 'ask'>;
  readonly #told = new ToldGrounds();
  #waiting: Waiting[] = [];
  /** How many documents the waiting records name. */
  #documents = 0;
  #running: Promise<void> | undefined;
  #impatience: NodeJS.Timeout | undefined;
  /** When the next group may begin. */
  #nextAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(client: Pick<ServiceClient, 'ask'>) {
    this.#client = client;
  }

  /** Puts a record on the trail; throws `AUDIT_UNAVAILABLE` when it is not there within a second (§10.2). */
  put(record: AuditRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      const tell = (isThere: boolean): void => (isThere ? resolve() : reject(new Refusal('AUDIT_UNAVAILABLE')));
      if (this.#waiting.length >= mostWaiting.records || this.#documents >= mostWaiting.documents) return tell(false);
      this.#documents += record.documentIds.length;
      this.#waiting.push({ record, step: runningStep(), until: performance.now() + patienceMs, isProlonged: false, tell });
      this.#running ??= this.#run();
      if (this.#impatience === undefined) this.#giveUpAt(performance.now() + patienceMs);
    });
  }

  /** Hands over what waits, as far as the audit trail answers now. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
    if (this.#waiting.length > 0) return;
    clearTimeout(this.#impatience);
    this.#impatience = undefined;
  }

  /** One timer for all: they wait in the order in which they came. */
  #giveUpAt(due: number): void {
    this.#impatience = setTimeout(() => this.#giveUp(performance.now() - due > stalledMs), due - performance.now());
  }

  /** Where this process could do nothing for a while, the answer may be there and not be read yet: it is waited for once more. */
  #giveUp(wasStalled: boolean): void {
    const now = performance.now();
    this.#impatience = undefined;
    for (const waiting of this.#waiting) {
      if (waiting.tell === null) continue;
      if (wasStalled && !waiting.isProlonged && waiting.until <= now) {
        waiting.isProlonged = true;
        waiting.until = now + patienceMs;
      }
      if (waiting.until > now) {
        this.#giveUpAt(waiting.until);
        return;
      }
      told(waiting, false);
    }
  }

  async #run(): Promise<void> {
    // Records of one turn of the event loop go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const early = this.#nextAt - performance.now();
      if (early > 0 && !this.#isClosed) await new Promise((resolve) => setTimeout(resolve, early));
      const group = this.#nextGroup();
      this.#nextAt = performance.now() + (group.length > 1 ? apartMs : 0);
      const outcome = await this.#handOver(group);
      if (outcome === 'there') this.#take(group, true);
      else if (outcome === 'refused') await this.#oneByOne(group);
      else if (this.#isClosed) break;
      else await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    this.#running = undefined;
  }

  #take(group: readonly Waiting[], isThere: boolean): void {
    this.#waiting = this.#waiting.slice(group.length);
    this.#documents -= documentsIn(group);
    for (const waiting of group) told(waiting, isThere);
  }

  /** The trail does not take one of them, whatever is tried: it is set aside and reported, so that the others get there. */
  async #oneByOne(group: readonly Waiting[]): Promise<void> {
    for (const waiting of group) {
      const outcome = await this.#handOver([waiting]);
      if (outcome === 'away') return;
      if (outcome === 'refused') reportFault('a record that the audit trail refuses', waiting.record.traceId);
      this.#take([waiting], outcome === 'there');
    }
  }

  /** The oldest records, one at least, as many as go together. */
  #nextGroup(): readonly Waiting[] {
    let documents = 0;
    const end = this.#waiting.findIndex(({ record }, at) => {
      documents += record.documentIds.length + this.#told.lengthOf(record);
      return at > 0 && (at >= largestGroup.records || documents > largestGroup.documents);
    });
    return end < 0 ? [...this.#waiting] : this.#waiting.slice(0, end);
  }

  async #handOver(group: readonly Waiting[]): Promise<'there' | 'refused' | 'away'> {
    const { entries, remember } = this.#told.entriesOf(group.map(({ record }) => record));
    try {
      await inTrace(group, () => this.#client.ask('audit', append, { input: { entries } }, { timeoutMs: patienceMs }));
      remember();
      return 'there';
    } catch (error) {
      return error instanceof Refusal && error.code === 'BAD_INPUT' ? 'refused' : 'away';
    }
  }
}

function told(waiting: Waiting, isThere: boolean): void {
  waiting.tell?.(isThere);
  waiting.tell = null;
}

const documentsIn = (group: readonly Waiting[]): number => group.reduce((sum, { record }) => sum + record.documentIds.length, 0);

/** What is done for several at once is part of the first one's trace, and linked to the others'. */
function inTrace(group: readonly Waiting[], run: () => Promise<unknown>): Promise<unknown> {
  const [first, ...others] = group.map(({ step }) => step);
  const links = others.filter((step) => step !== undefined);
  const together = { links, attributes: { [attributes.count]: group.length } };
  return withinStep(first, () => (links.length === 0 ? run() : withSpan('hand over audit records', together, run)));
}
