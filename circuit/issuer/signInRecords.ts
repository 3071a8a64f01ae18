import { Refusal } from '@chancery/domain';
import { reportFault } from '@chancery/kernel/process';
import type { AuditRecord, ServiceClient } from '@chancery/trust';
import { type RefusedGroup, type RefusedSignIn, RefusedSignIns } from './refusedSignIns.ts';
import { type SignInAct, signInRecord } from './signInRecord.ts';

const append = 'mutation AppendAuditEntries($input: AppendAuditEntriesInput!) { appendAuditEntries(input: $input) { appended } }';
const patienceMs = 1_000;
const turnMs = 1_000;
const largestGroup = 500;
const mostWaiting = 5_000;

/** Puts what is done at the issuer on the audit trail (§10.1): what lets somebody in before it does, the rest as soon as the trail takes it. */
export class SignInRecords {
  readonly #client: Pick<ServiceClient, 'ask'>;
  readonly #refused = new RefusedSignIns();
  readonly #timer: NodeJS.Timeout;
  #waiting: AuditRecord[] = [];
  #handing: Promise<unknown> | undefined;

  constructor(client: Pick<ServiceClient, 'ask'>) {
    this.#client = client;
    this.#timer = setInterval(() => this.#turn(), turnMs).unref();
  }

  /** Puts on record that somebody is let in; throws `AUDIT_UNAVAILABLE` where that cannot be done within a second (§10.2). */
  async put(act: SignInAct): Promise<void> {
    const now = new Date();
    try {
      await this.#handOver([signInRecord(act, { outcome: 'DONE', at: now, closedAt: now })]);
    } catch (cause) {
      throw Object.assign(new Refusal('AUDIT_UNAVAILABLE'), { cause });
    }
  }

  /** Notes what has ended something: it is not held up by an audit trail that is away. */
  note(act: SignInAct): void {
    const now = new Date();
    this.#wait([signInRecord(act, { outcome: 'DONE', at: now, closedAt: now })]);
  }

  /** Counts a sign-in that was refused. */
  refuse(refused: RefusedSignIn): void {
    const first = this.#refused.count(refused, new Date());
    if (first !== null) this.#wait([recordOf(first)]);
  }

  /** Hands over what waits, as far as the audit trail answers now. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#waiting.push(...this.#refused.take(new Date(), { all: true }).map(recordOf));
    await this.#handing;
    for (let more = true; more; ) more = await this.#handOverWaiting();
  }

  #turn(): void {
    this.#wait(this.#refused.take(new Date()).map(recordOf));
  }

  #wait(records: readonly AuditRecord[]): void {
    this.#waiting.push(...records);
    const lost = this.#waiting.splice(mostWaiting);
    if (lost.length > 0) reportFault('sign-in', `The audit trail is away, and ${lost.length} records found no room any more.`);
    if (this.#waiting.length === 0) return;
    this.#handing ??= this.#handOverWaiting().finally(() => {
      this.#handing = undefined;
    });
  }

  // What does not get there now is tried again at the next turn; the trail knows an entry by its id. Answers whether there is more that may get there.
  async #handOverWaiting(): Promise<boolean> {
    const group = this.#waiting.slice(0, largestGroup);
    if (group.length === 0) return false;
    try {
      await this.#handOver(group);
      this.#waiting = this.#waiting.slice(group.length);
      return this.#waiting.length > 0;
    } catch (error) {
      reportFault('sign-in', error);
      return false;
    }
  }

  async #handOver(entries: readonly AuditRecord[]): Promise<void> {
    await this.#client.ask('audit', append, { input: { entries } }, { timeoutMs: patienceMs });
  }
}

const recordOf = (group: RefusedGroup): AuditRecord =>
  signInRecord(group, {
    outcome: group.code === 'UNAUTHENTICATED' ? 'REFUSED' : 'FAILED',
    code: group.code,
    at: group.first,
    closedAt: group.last,
    times: group.times,
  });
