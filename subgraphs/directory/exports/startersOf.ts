import { invariant } from '@chancery/domain';
import type { Exporting } from '@chancery/exporting';
import { ActingOfficials, type OfficialEntry } from '@chancery/trust';
import type { DirectoryDatabase } from '../database.ts';
import { entriesAbout } from '../reading/officialEntries.ts';

/** §3.13 Those who began exports, as they stand when they are asked about. The directory keeps no copy of itself: it looks each up. */
export function startersOf(db: DirectoryDatabase): Exporting['directory'] {
  const acting = new WeakMap<OfficialEntry, ActingOfficials>();
  return {
    async findOfficial(id) {
      const entries = await entriesAbout(db, id, new Date());
      const official = entries.get(id);
      if (official !== undefined) acting.set(official, new ActingOfficials((other) => entries.get(other)));
      return official;
    },
    callerOf(official, institution, now) {
      const among = acting.get(official);
      invariant(among, 'an official who acts was looked up');
      return among.callerOf(official, institution, now);
    },
  };
}
