import type { AccessTokens, DirectoryCopy, ServiceClient } from '@chancery/trust';
import type { PerimeterDatabase } from './database.ts';
import type { FileStore } from './files/fileStore.ts';
import type { OfficialKeys } from './keys/officialKeys.ts';
import type { Seals } from './keys/seals.ts';
import type { KindContent } from './kinds.ts';
import type { Members } from './members.ts';
import type { SightNotices } from './sweeps/sightNotices.ts';

/** What commands and reads of the standard stand on in one server. */
export interface Perimeter {
  readonly db: PerimeterDatabase;
  readonly client: Pick<ServiceClient, 'ask'>;
  readonly directory: Pick<
    DirectoryCopy,
    'institution' | 'official' | 'findInstitution' | 'findOfficial' | 'findRegulation' | 'callerOf' | 'refresh' | 'openTo' | 'sights'
  >;
  /** Reads the access tokens of officials who give commands. */
  readonly tokens: Pick<AccessTokens, 'verify'>;
  readonly members: Members;
  /** By name. */
  readonly kinds: ReadonlyMap<string, KindContent>;
  readonly seals: Seals;
  readonly officialKeys: OfficialKeys;
  readonly sightNotices: SightNotices;
  readonly files: FileStore;
}
