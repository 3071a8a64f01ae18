import {
  type BreakGlassId,
  type Caller,
  type DocumentId,
  dutiesAt,
  hasClearance,
  type InstitutionCode,
  type OfficialId,
  Refusal,
  type RegulationInForce,
  regulationAt,
  type Tenure,
  unchangedUntil,
} from '@chancery/domain';
import type { DirectoryChanges, HeldDuty, InstitutionEntry, OfficialEntry, SightEntry } from './directoryEntries.ts';
import type { ServiceClient } from './serviceClient.ts';
import { Sights } from './sights.ts';
import { usualUnconfirmedMs } from './unconfirmed.ts';
import { Unreachable } from './unreachable.ts';

const changesQuery = 'query DirectoryChanges($after: Int!, $first: Int!) { directoryChanges(after: $after, first: $first) }';
const pageOfChanges = 500;
const pollMs = 1_000;
const pauseMs = 200;

/** What an operator decides about a copy. */
export interface CopyOptions {
  /** §14.8 For how long duties count that the directory has not confirmed, in milliseconds. */
  readonly unconfirmedMs?: number | undefined;
}

/** The copy of the directory that every service keeps: who takes part, with which duties, which seal is whose, and what the regulation says (DESIGN §2). */
export class DirectoryCopy {
  readonly #client: Pick<ServiceClient, 'ask'>;
  readonly #institutions = new Map<string, InstitutionEntry>();
  readonly #officials = new Map<string, OfficialEntry>();
  /** Who acts for an institution asks again: what he holds is found anew when the directory says something new, or the next tenure begins or ends. */
  #callers = new WeakMap<OfficialEntry, Map<InstitutionCode, KnownCaller>>();
  readonly #regulations = new Map<number, RegulationInForce>();
  readonly #sights = new Sights();
  readonly #unconfirmedMs: number;
  /** When the directory was asked the last question whose answer left nothing open; by the clock that nobody sets. */
  #confirmedAt = Number.NEGATIVE_INFINITY;
  /** Whether all that the directory told at the first question is here: a copy of half a directory knows no regulation. */
  #isWhole = false;
  #version = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #startedAt = Number.NEGATIVE_INFINITY;

  constructor(client: Pick<ServiceClient, 'ask'>, { unconfirmedMs = usualUnconfirmedMs }: CopyOptions = {}) {
    this.#client = client;
    this.#unconfirmedMs = unconfirmedMs;
  }

  /** Loads the directory, or goes on trying while it does not answer, and follows it every second until `stop`. */
  async start(): Promise<void> {
    this.#timer ??= setInterval(() => this.refresh().catch(() => undefined), pollMs).unref();
    await this.refresh().catch(() => undefined);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Takes over what has changed by now. Callers share a run that begins after they asked, at most one every 200 ms.
   * Throws `Unreachable` where the directory does not answer.
   */
  refresh(): Promise<void> {
    this.#next ??= this.#runNext();
    return this.#next;
  }

  institution(code: string): InstitutionEntry | undefined {
    return this.#institutions.get(code);
  }

  official(id: string): OfficialEntry | undefined {
    return this.#officials.get(id);
  }

  /** The institution of this code; asks the directory once when the copy does not know it. Throws `Unreachable`. */
  async findInstitution(code: string): Promise<InstitutionEntry | undefined> {
    if (!this.#institutions.has(code)) await this.refresh();
    return this.#institutions.get(code);
  }

  /** The official of this id; asks the directory once when the copy does not know it. Throws `Unreachable`. */
  async findOfficial(id: string): Promise<OfficialEntry | undefined> {
    if (!this.#officials.has(id)) await this.refresh();
    return this.#officials.get(id);
  }

  /** §16.1 The version of the regulation in force at a moment. Throws `Unreachable` while the directory has never answered. */
  regulation(now: Date): RegulationInForce {
    if (!this.#isWhole) throw new Unreachable('directory', 'no connection');
    return regulationAt(this.#regulations.values(), now);
  }

  /** The same, asking the directory where it has never answered. Throws `Unreachable`. */
  async findRegulation(now: Date): Promise<RegulationInForce> {
    if (!this.#isWhole) await this.refresh();
    return this.regulation(now);
  }

  /** §3.7 To whom a document is open at a moment under break-glass; to nobody while the directory does not confirm it (§14.8). */
  openTo(documentId: DocumentId, now: Date): readonly OfficialId[] {
    return this.#isConfirmed() ? this.#sights.openTo(documentId, now) : [];
  }

  /** §10.7 The sights under break-glass with which an official may have read some of these documents between two moments. */
  sightsUsed(official: OfficialId, documentIds: readonly string[], from: Date, to: Date): readonly BreakGlassId[] {
    return this.#sights.usedBy(official, documentIds, from, to);
  }

  /** Every sight under break-glass that was ever opened, by the directory's word. */
  sights(): readonly SightEntry[] {
    return this.#sights.all();
  }

  /**
   * An official as a caller for an institution, with the duties held there now (§2.3): his own, and those delegated to him while who delegated
   * them holds them (§2.5.3), and with clearance where it counts there (§2.5.2). Throws `Refusal('OFFICIAL_DISMISSED')`, and `Refusal('DUTY_REQUIRED')` for an institution that is neither the
   * official's own nor one where a duty is held; `Unreachable` where the directory has not confirmed for too long what anybody holds (§14.8).
   */
  callerOf(official: OfficialEntry, institution: InstitutionCode, now: Date): Caller {
    if (!this.#isConfirmed()) throw new Unreachable('directory', 'unconfirmed');
    if (official.dismissed) throw new Refusal('OFFICIAL_DISMISSED');
    const known = this.#callers.get(official)?.get(institution);
    if (known !== undefined && known.from <= now && now.getTime() < known.until) return known.caller;
    const found = this.#callerAt(official, institution, now);
    const callers = this.#callers.get(official) ?? new Map<InstitutionCode, KnownCaller>();
    this.#callers.set(official, callers.set(institution, found));
    return found.caller;
  }

  #callerAt(official: OfficialEntry, institution: InstitutionCode, now: Date): KnownCaller {
    const tenuresOf = (id: OfficialId) => this.#tenuresOf(id);
    const tenures = official.duties.map(tenureOf);
    const held = dutiesAt(tenures, institution, now, tenuresOf);
    if (held.duties.length === 0 && institution !== official.institution) throw new Refusal('DUTY_REQUIRED');
    const caller = { official: official.id, institution, clearance: hasClearance(official, institution, held), ...held };
    return { caller, from: now, until: unchangedUntil(tenures, now, tenuresOf) };
  }

  #isConfirmed(): boolean {
    return performance.now() - this.#confirmedAt < this.#unconfirmedMs;
  }

  #tenuresOf(id: OfficialId): readonly Tenure[] {
    const official = this.#officials.get(id);
    return official === undefined || official.dismissed ? [] : official.duties.map(tenureOf);
  }

  async #runNext(): Promise<void> {
    await this.#running.catch(() => undefined);
    const pause = this.#startedAt + pauseMs - performance.now();
    if (pause > 0) await new Promise((done) => setTimeout(done, pause));
    this.#next = undefined;
    this.#startedAt = performance.now();
    this.#running = this.#takeOver();
    await this.#running;
  }

  async #takeOver(): Promise<void> {
    let askedAt = performance.now();
    for (let more = true; more; ) {
      askedAt = performance.now();
      const changes = await this.#ask();
      // A directory behind our copy was restored from a backup: the copy begins anew.
      const isBehind = changes.version < this.#version;
      if (isBehind) this.#forget();
      else this.#keep(changes);
      more = isBehind || changes.more;
    }
    this.#isWhole = true;
    this.#confirmedAt = askedAt;
  }

  async #ask(): Promise<DirectoryChanges> {
    const answer = await this.#client.ask<{ directoryChanges: DirectoryChanges }>('directory', changesQuery, {
      after: this.#version,
      first: pageOfChanges,
    });
    return answer.directoryChanges;
  }

  #keep({ version, institutions, officials, regulations, sights }: DirectoryChanges): void {
    for (const institution of institutions) {
      if (institution.left) this.#institutions.delete(institution.code);
      else this.#institutions.set(institution.code, institution);
    }
    for (const official of officials) this.#officials.set(official.id, official);
    if (officials.length > 0) this.#callers = new WeakMap();
    for (const regulation of regulations) this.#regulations.set(regulation.version, regulation);
    for (const sight of sights) this.#sights.keep(sight);
    this.#version = version;
  }

  #forget(): void {
    this.#version = 0;
    this.#institutions.clear();
    this.#officials.clear();
    this.#callers = new WeakMap();
    this.#regulations.clear();
    this.#sights.clear();
    this.#isWhole = false;
    this.#confirmedAt = Number.NEGATIVE_INFINITY;
  }
}

/** An official as he acts for an institution, from a moment until before another. */
interface KnownCaller {
  readonly caller: Caller;
  readonly from: Date;
  readonly until: number;
}

const tenureOf = ({ duty, institution, from, to, delegatedBy }: HeldDuty): Tenure => ({
  duty,
  institution,
  from: new Date(from),
  to: to === null ? null : new Date(to),
  delegatedBy: delegatedBy ?? null,
});
