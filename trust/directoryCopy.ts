import type { BreakGlassId, Caller, DocumentId, InstitutionCode, OfficialId, RegulationInForce } from '@chancery/domain';
import { CopiedEntries } from './copiedEntries.ts';
import type { DirectoryChanges, InstitutionEntry, OfficialEntry, SightEntry } from './directoryEntries.ts';
import type { ServiceClient } from './serviceClient.ts';
import { SpacedRuns } from './spacedRuns.ts';
import { usualUnconfirmedMs } from './unconfirmed.ts';
import { Unreachable } from './unreachable.ts';

const changesQuery =
  'query DirectoryChanges($after: Int!, $first: Int!, $word: String) { directoryChanges(after: $after, first: $first, word: $word) }';
const pageOfChanges = 500;
const pollMs = 1_000;
const pauseMs = 200;
/** For how long nobody need be asked about what was told: the copy is a few polls old at most. */
const recentMs = 5_000;

/** What an operator decides about a copy. */
export interface CopyOptions {
  /** §14.8 For how long duties count that the directory has not confirmed, in milliseconds. */
  readonly unconfirmedMs?: number | undefined;
}

/** The copy of the directory that every service keeps: who takes part, with which duties, which seal is whose, and what the regulation says (DESIGN §2). */
export class DirectoryCopy {
  readonly #client: Pick<ServiceClient, 'ask'>;
  readonly #entries = new CopiedEntries();
  readonly #unconfirmedMs: number;
  /** When the directory was asked the last question whose answer left nothing open; by the clock that nobody sets. */
  #confirmedAt = Number.NEGATIVE_INFINITY;
  /** Whether all that the directory told at the first question is here: a copy of half a directory knows no regulation. */
  #isWhole = false;
  #version = 0;
  /** By which it is known whether that version is still the same. */
  #word: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  readonly #runs = new SpacedRuns(() => this.#takeOver(), pauseMs);

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
    return this.#runs.next();
  }

  /** Whether the directory has told within the last 5 s what has changed: more than this copy nobody else knows. */
  get isRecent(): boolean {
    return this.#isConfirmed(recentMs);
  }

  institution(code: string): InstitutionEntry | undefined {
    return this.#entries.institutions.get(code);
  }

  /** The institutions for which a service answers. */
  servedBy(service: string): readonly InstitutionCode[] {
    return this.#entries.servedBy(service);
  }

  official(id: string): OfficialEntry | undefined {
    return this.#entries.officials.get(id);
  }

  /** The institution of this code; asks the directory once when the copy does not know it. Throws `Unreachable`. */
  async findInstitution(code: string): Promise<InstitutionEntry | undefined> {
    if (!this.#entries.institutions.has(code)) await this.refresh();
    return this.#entries.institutions.get(code);
  }

  /** The official of this id; asks the directory once when the copy does not know it. Throws `Unreachable`. */
  async findOfficial(id: string): Promise<OfficialEntry | undefined> {
    if (!this.#entries.officials.has(id)) await this.refresh();
    return this.#entries.officials.get(id);
  }

  /** §16.1 The version of the regulation in force at a moment. Throws `Unreachable` while the directory has never answered. */
  regulation(now: Date): RegulationInForce {
    if (!this.#isWhole) throw new Unreachable('directory', 'no connection');
    return this.#entries.regulationAt(now);
  }

  /** The same, asking the directory where it has never answered. Throws `Unreachable`. */
  async findRegulation(now: Date): Promise<RegulationInForce> {
    if (!this.#isWhole) await this.refresh();
    return this.regulation(now);
  }

  /** §3.7 To whom a document is open at a moment under break-glass; to nobody while the directory does not confirm it (§14.8). */
  openTo(documentId: DocumentId, now: Date): readonly OfficialId[] {
    return this.#isConfirmed() ? this.#entries.sights.openTo(documentId, now) : [];
  }

  /** §10.7 The sights under break-glass with which an official may have read some of these documents between two moments. */
  sightsUsed(official: OfficialId, documentIds: readonly string[], from: Date, to: Date): readonly BreakGlassId[] {
    return this.#entries.sights.usedBy(official, documentIds, from, to);
  }

  /** Every sight under break-glass that was ever opened, by the directory's word. */
  sights(): readonly SightEntry[] {
    return this.#entries.sights.all();
  }

  /** An official as a caller for an institution, as `ActingOfficials` says; throws `Unreachable` where the directory has not confirmed for too long what anybody holds (§14.8). */
  callerOf(official: OfficialEntry, institution: InstitutionCode, now: Date): Caller {
    if (!this.#isConfirmed()) throw new Unreachable('directory', 'unconfirmed');
    return this.#entries.acting.callerOf(official, institution, now);
  }

  #isConfirmed(withinMs = this.#unconfirmedMs): boolean {
    return performance.now() - this.#confirmedAt < withinMs;
  }

  async #takeOver(): Promise<void> {
    let askedAt = performance.now();
    for (let more = true; more; ) {
      askedAt = performance.now();
      const changes = await this.#ask();
      // A directory behind our copy was restored from a backup, and so was one that says so because our version is another now: the copy begins anew.
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
      word: this.#word,
    });
    return answer.directoryChanges;
  }

  #keep(changes: DirectoryChanges): void {
    this.#entries.keep(changes);
    this.#version = changes.version;
    this.#word = changes.word ?? null;
  }

  #forget(): void {
    this.#entries.forget();
    this.#version = 0;
    this.#word = null;
    this.#isWhole = false;
    this.#confirmedAt = Number.NEGATIVE_INFINITY;
  }
}
