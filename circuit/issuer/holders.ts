import { type Duty, duties } from '@chancery/domain';
import type { DirectoryChanges, InstitutionEntry, OfficialEntry, ServiceClient } from '@chancery/trust';

/** Everyone whom the directory knows. */
export interface Membership {
  readonly institutions: readonly InstitutionEntry[];
  readonly officials: readonly OfficialEntry[];
}

const question = 'query DirectoryChanges($after: Int!, $first: Int!) { directoryChanges(after: $after, first: $first) }';

/** Reads the whole directory. Throws trust's `Unreachable` when it does not answer. */
export async function readMembership(client: Pick<ServiceClient, 'ask'>): Promise<Membership> {
  const institutions = new Map<string, InstitutionEntry>();
  const officials = new Map<string, OfficialEntry>();
  for (let after = 0, more = true; more; ) {
    const variables = { after, first: 500 };
    const { directoryChanges: changes } = await client.ask<{ directoryChanges: DirectoryChanges }>('directory', question, variables);
    for (const entry of changes.institutions) institutions.set(entry.code, entry);
    for (const entry of changes.officials) officials.set(entry.id, entry);
    ({ version: after, more } = changes);
  }
  return { institutions: [...institutions.values()].filter(({ left }) => !left), officials: [...officials.values()] };
}

/** Who holds a duty in an institution at a moment, by id; behind them who holds it by delegation only (§2.5). */
export function holdersOf({ officials }: Membership, institution: string, duty: Duty, now: Date): readonly OfficialEntry[] {
  const heldBy = ({ duties }: OfficialEntry) =>
    duties.filter((held) => held.duty === duty && held.institution === institution && isNow(held, now));
  const isOwn = (official: OfficialEntry) => heldBy(official).some(({ delegatedBy }) => delegatedBy === undefined);
  const holders = officials.filter((official) => heldBy(official).length > 0);
  return holders.sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || a.id.localeCompare(b.id));
}

/** The duties that somebody holds in an institution at a moment, in the order in which the regulation names them. */
export const dutiesHeldIn = (membership: Membership, institution: string, now: Date): readonly Duty[] =>
  duties.filter((duty) => holdersOf(membership, institution, duty, now).length > 0);

const isNow = ({ from, to }: { from: string; to: string | null }, now: Date): boolean =>
  Date.parse(from) <= now.getTime() && (to === null || now.getTime() < Date.parse(to));
