import {
  type Caller,
  dutiesAt,
  hasClearance,
  type InstitutionCode,
  type OfficialId,
  Refusal,
  type Tenure,
  unchangedUntil,
} from '@chancery/domain';
import type { HeldDuty, OfficialEntry } from './directoryEntries.ts';

/** An official as he acts for an institution, from a moment until before another. */
interface KnownCaller {
  readonly caller: Caller;
  readonly from: Date;
  readonly until: number;
}

/** Officials as callers. Who acts for an institution asks again: what he holds is found anew when the directory says something new, or the next tenure begins or ends. */
export class ActingOfficials {
  readonly #officialOf: (id: OfficialId) => OfficialEntry | undefined;
  #known = new WeakMap<OfficialEntry, Map<InstitutionCode, KnownCaller>>();

  constructor(officialOf: (id: OfficialId) => OfficialEntry | undefined) {
    this.#officialOf = officialOf;
  }

  /**
   * An official as a caller for an institution, with the duties held there now (§2.3): his own, and those delegated to him while who delegated
   * them holds them (§2.5.3), and with clearance where it counts there (§2.5.2). Throws `Refusal('OFFICIAL_DISMISSED')`, and
   * `Refusal('DUTY_REQUIRED')` for an institution that is neither the official's own nor one where a duty is held.
   */
  callerOf(official: OfficialEntry, institution: InstitutionCode, now: Date): Caller {
    if (official.dismissed) throw new Refusal('OFFICIAL_DISMISSED');
    const known = this.#known.get(official)?.get(institution);
    if (known !== undefined && known.from <= now && now.getTime() < known.until) return known.caller;
    const found = this.#callerAt(official, institution, now);
    const callers = this.#known.get(official) ?? new Map<InstitutionCode, KnownCaller>();
    this.#known.set(official, callers.set(institution, found));
    return found.caller;
  }

  forget(): void {
    this.#known = new WeakMap();
  }

  #callerAt(official: OfficialEntry, institution: InstitutionCode, now: Date): KnownCaller {
    const tenuresOf = (id: OfficialId) => this.#tenuresOf(id);
    const tenures = official.duties.map(tenureOf);
    const held = dutiesAt(tenures, institution, now, tenuresOf);
    if (held.duties.length === 0 && institution !== official.institution) throw new Refusal('DUTY_REQUIRED');
    const caller = { official: official.id, institution, clearance: hasClearance(official, institution, held), ...held };
    return { caller, from: now, until: unchangedUntil(tenures, now, tenuresOf) };
  }

  #tenuresOf(id: OfficialId): readonly Tenure[] {
    const official = this.#officialOf(id);
    return official === undefined || official.dismissed ? [] : official.duties.map(tenureOf);
  }
}

const tenureOf = ({ duty, institution, from, to, delegatedBy }: HeldDuty): Tenure => ({
  duty,
  institution,
  from: new Date(from),
  to: to === null ? null : new Date(to),
  delegatedBy: delegatedBy ?? null,
});
