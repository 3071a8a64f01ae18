import { type InstitutionCode, invariant } from '@chancery/domain';
import type { PerimeterDatabase } from '../database.ts';
import { findOfficialKeys, replaceOfficialKeys } from '../tables/officialKeys.ts';
import { holdSeal } from '../tables/seals.ts';
import { newKeyPair } from './keyPair.ts';
import { endorsement } from './sealedWord.ts';

/**
 * §5.9 Gives every official of an institution whose key is held here a new one, endorsed by the seal, and answers how many there are. Whatever the earlier keys
 * signed stays provable: each signature carries the endorsed public half.
 */
export async function renewOfficialKeys(db: PerimeterDatabase, institution: InstitutionCode): Promise<number> {
  const officials = (await findOfficialKeys(db, institution)).map(({ official }) => official);
  if (officials.length === 0) return 0;
  const made = await Promise.all(officials.map(async (official) => ({ official, ...(await newKeyPair()) })));
  return db.$transaction(async (tx) => {
    const seal = await holdSeal(tx, institution);
    invariant(seal, 'what endorsed keys is there');
    const now = new Date();
    const keys = made.map(async (key) => ({ ...key, endorsement: await endorsement(seal, institution, key.official, key.publicKey, now) }));
    return replaceOfficialKeys(tx, institution, await Promise.all(keys));
  });
}
