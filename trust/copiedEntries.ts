import { type InstitutionCode, type RegulationInForce, regulationAt } from '@chancery/domain';
import { ActingOfficials } from './actingOfficials.ts';
import type { DirectoryChanges, InstitutionEntry, OfficialEntry } from './directoryEntries.ts';
import { Sights } from './sights.ts';

/** What a copy holds of the directory. */
export class CopiedEntries {
  readonly institutions = new Map<string, InstitutionEntry>();
  readonly officials = new Map<string, OfficialEntry>();
  readonly sights = new Sights();
  readonly acting = new ActingOfficials((id) => this.officials.get(id));
  readonly #regulations = new Map<number, RegulationInForce>();

  regulationAt(now: Date): RegulationInForce {
    return regulationAt(this.#regulations.values(), now);
  }

  /** The institutions for which a service answers. */
  servedBy(service: string): readonly InstitutionCode[] {
    return [...this.institutions.values()].filter(({ server }) => server === service).map(({ code }) => code);
  }

  keep({ institutions, officials, regulations, sights }: DirectoryChanges): void {
    for (const institution of institutions) {
      if (institution.left) this.institutions.delete(institution.code);
      else this.institutions.set(institution.code, institution);
    }
    for (const official of officials) this.officials.set(official.id, official);
    if (officials.length > 0) this.acting.forget();
    for (const regulation of regulations) this.#regulations.set(regulation.version, regulation);
    for (const sight of sights) this.sights.keep(sight);
  }

  forget(): void {
    this.institutions.clear();
    this.officials.clear();
    this.acting.forget();
    this.#regulations.clear();
    this.sights.clear();
  }
}
