import { Refusal } from '@chancery/domain';
import { attributes, traceHeaders, withRemoteParent, withSpan } from '@chancery/observability';
import type { AuditRecord, ServiceClient } from '@chancery/trust';

const append = 'mutation AppendAuditEntries($input: AppendAuditEntriesInput!) { appendAuditEntries(input: $input) { appended } }';
const patienceMs = 1_000;
/** By how many records, and by how many documents that they name: an operation may name thousands. */
const largestGroup = { records: 500, documents: 10_000 };
const mostWaiting = { records: 20_000, documents: 200_000 };
const pauseMs = 250;

interface Waiting {
  readonly record: AuditRecord;
  /** The step that waits for it (W3C Trace Context). */
  readonly trace: Readonly<Record<string, string>>;
  readonly done: () => void;
}

/**
 * Hands records to the audit trail, in groups: while one group is on its way, the next one gathers.
 * A record that could not be handed over in time is tried on, in order, until it is: late evidence is better than none.
 */
export class AuditDesk {
  readonly #client: Pick<ServiceClient, 'ask'>;
  #waiting: Waiting[] = [];
  /** How many documents the waiting records name. */
  #documents = 0;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(client: Pick<ServiceClient, 'ask'>) {
    this.#client = client;
  }

  /** Puts a record on the trail; throws `AUDIT_UNAVAILABLE` when it is not there within a second (§10.2). */
  async put(record: AuditRecord): Promise<void> {
    if (this.#waiting.length >= mostWaiting.records || this.#documents >= mostWaiting.documents) throw new Refusal('AUDIT_UNAVAILABLE');
    const isThere = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, patienceMs, false);
      this.#documents += record.documentIds.length;
      this.#waiting.push({
        record,
        trace: traceHeaders(),
        done: () => {
          clearTimeout(timer);
          resolve(true);
        },
      });
      this.#running ??= this.#run();
    });
    if (!isThere) throw new Refusal('AUDIT_UNAVAILABLE');
  }

  /** Hands over what waits, as far as the audit trail answers now. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // Records of one turn of the event loop go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      const isThere = await this.#handOver(group);
      if (isThere) {
        this.#waiting = this.#waiting.slice(group.length);
        this.#documents -= documentsIn(group);
        for (const { done } of group) done();
      } else if (this.#isClosed) break;
      else await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    this.#running = undefined;
  }

  /** The oldest records, one at least, as many as go together. */
  #nextGroup(): readonly Waiting[] {
    let documents = 0;
    const end = this.#waiting.findIndex(({ record }, at) => {
      documents += record.documentIds.length;
      return at > 0 && (at >= largestGroup.records || documents > largestGroup.documents);
    });
    return end < 0 ? [...this.#waiting] : this.#waiting.slice(0, end);
  }

  async #handOver(group: readonly Waiting[]): Promise<boolean> {
    const entries = group.map(({ record }) => record);
    try {
      await inTrace(group, () => this.#client.ask('audit', append, { input: { entries } }, { timeoutMs: patienceMs }));
      return true;
    } catch {
      return false;
    }
  }
}

const documentsIn = (group: readonly Waiting[]): number => group.reduce((sum, { record }) => sum + record.documentIds.length, 0);

/** What is done for several at once is part of the first one's trace, and linked to the others'. */
function inTrace(group: readonly Waiting[], run: () => Promise<unknown>): Promise<unknown> {
  const [first, ...others] = group.map(({ trace }) => trace);
  const links = others.flatMap(({ traceparent }) => traceparent ?? []);
  const together = { links, attributes: { [attributes.count]: group.length } };
  return withRemoteParent(first ?? {}, () => (links.length === 0 ? run() : withSpan('hand over audit records', together, run)));
}
