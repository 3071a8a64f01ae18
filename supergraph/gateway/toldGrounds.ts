import { type AuditedDecision, type AuditRecord, BoundedCache } from '@chancery/trust';

const REMEMBERED_MS = 3_600_000;
/** About so many letters of grounds tell of one field. */
const LENGTH_OF_FIELD = 40;

/**
 * What decisions rest on is told once an hour: the audit trail keeps it by its digest, and may have been restored from a backup. Between, a record
 * names the digest alone.
 */
export class ToldGrounds {
  readonly #until = new BoundedCache<number>(20_000, 20_000);

  /** About how many fields a record tells of that the trail does not know yet. */
  lengthOf({ decision }: AuditRecord): number {
    if (decision?.grounds === undefined || this.#isTold(nameOf(decision))) return 0;
    return decision.grounds.attributes.length / LENGTH_OF_FIELD;
  }

  /** Records as they are handed over together; once the trail has them, `remember` is to be called. */
  entriesOf(records: readonly AuditRecord[]): { readonly entries: readonly AuditRecord[]; remember(): void } {
    const newlyTold = new Set<string>();
    const entries = records.map((record) => {
      if (record.decision?.grounds === undefined) return record;
      const name = nameOf(record.decision);
      if (this.#isTold(name) || newlyTold.has(name)) return { ...record, decision: withoutGrounds(record.decision) };
      newlyTold.add(name);
      return record;
    });
    const remember = (): void => {
      for (const name of newlyTold) this.#until.set(name, Date.now() + REMEMBERED_MS, 1);
    };
    return { entries, remember };
  }

  #isTold(name: string): boolean {
    return (this.#until.get(name) ?? 0) > Date.now();
  }
}

const names = new WeakMap<AuditedDecision, string>();

/** Put together once for each decision: it is asked for with every record. */
function nameOf(decision: AuditedDecision): string {
  const known = names.get(decision);
  if (known !== undefined) return known;
  const name = `${decision.bundle} ${decision.digest}`;
  names.set(decision, name);
  return name;
}

const bare = new WeakMap<AuditedDecision, AuditedDecision>();

/** Taken off once: decisions are remembered, and each record has one. */
function withoutGrounds(decision: AuditedDecision): AuditedDecision {
  const known = bare.get(decision);
  if (known !== undefined) return known;
  const { grounds: _, ...rest } = decision;
  bare.set(decision, rest);
  return rest;
}
