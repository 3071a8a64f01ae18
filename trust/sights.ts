import type { BreakGlassId, DocumentId, OfficialId } from '@chancery/domain';
import type { SightEntry } from './directoryEntries.ts';

/**
 * How long after its confirmation a sight begins: by then every copy of the directory has it, so that the document's institution was told (§13.2)
 * and what is read is marked (§10.7).
 */
const beginsAfterMs = 2_000;

/** How long after its end a service may not have heard of that yet: what is read so late is marked as well. */
const heardWithinMs = 5_000;

/** The sights under break-glass of which a copy of the directory knows, also those that are over: whoever is to be told of them asks again. §13 */
export class Sights {
  readonly #byId = new Map<BreakGlassId, SightEntry>();
  /** Asked about every document that is shown, and of nearly none there is a sight. */
  readonly #ofDocument = new Map<DocumentId, Map<BreakGlassId, SightEntry>>();

  keep(sight: SightEntry): void {
    this.#byId.set(sight.id, sight);
    const known = this.#ofDocument.get(sight.documentId) ?? new Map<BreakGlassId, SightEntry>();
    this.#ofDocument.set(sight.documentId, known.set(sight.id, sight));
  }

  clear(): void {
    this.#byId.clear();
    this.#ofDocument.clear();
  }

  all(): readonly SightEntry[] {
    return [...this.#byId.values()];
  }

  /** §3.7 To whom a document is open at a moment: until the end that was set, or that came earlier by word (§13.3). */
  openTo(documentId: DocumentId, now: Date): readonly OfficialId[] {
    const sights = this.#ofDocument.get(documentId);
    return sights === undefined ? [] : [...sights.values()].flatMap((sight) => (isOpen(sight, now) ? sight.official : []));
  }

  /** §10.7 The sights with which an official may have read some of these documents between two moments. */
  usedBy(official: OfficialId, documentIds: readonly string[], from: Date, to: Date): readonly BreakGlassId[] {
    if (this.#byId.size === 0) return [];
    return this.all().flatMap((sight) =>
      sight.official === official && documentIds.includes(sight.documentId) && mayHaveBeenUsed(sight, from, to) ? sight.id : [],
    );
  }
}

const isOpen = (sight: SightEntry, now: Date): boolean =>
  Date.parse(sight.confirmedAt) + beginsAfterMs <= now.getTime() && now < endOf(sight);

const mayHaveBeenUsed = (sight: SightEntry, from: Date, to: Date): boolean =>
  new Date(sight.confirmedAt) <= to && from.getTime() < endOf(sight).getTime() + heardWithinMs;

const endOf = ({ endsAt, endedAt }: SightEntry): Date => new Date(endedAt ?? endsAt);
