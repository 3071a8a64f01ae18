import { type BreakGlassId, institutionOf } from '@chancery/domain';
import type { DirectoryCopy } from '@chancery/trust';
import type { PerimeterDatabase } from '../database.ts';
import type { Members } from '../members.ts';
import { insertSightNotices } from '../tables/notices.ts';

interface Parts {
  readonly db: PerimeterDatabase;
  readonly directory: Pick<DirectoryCopy, 'sights'>;
  readonly members: Members;
}

/** §13.2 Tells institutions of this server at once who was given sight of a document of theirs: each sight once, whoever else tells of it. */
export class SightNotices {
  readonly #parts: Parts;
  readonly #told = new Set<BreakGlassId>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Tells of all that the directory has told of by now; ends when the notices are there. */
  async tell(): Promise<void> {
    const { db, directory, members } = this.#parts;
    const waiting = [];
    for (const sight of directory.sights())
      if (!this.#told.has(sight.id) && (await members.serves(institutionOf(sight.documentId)))) waiting.push(sight);
    if (waiting.length === 0) return;
    await insertSightNotices(db, waiting);
    for (const { id } of waiting) this.#told.add(id);
  }
}
