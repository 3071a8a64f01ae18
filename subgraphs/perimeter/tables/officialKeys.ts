import type { InstitutionCode, OfficialId } from '@chancery/domain';
import type { PerimeterTransaction } from '../database.ts';
import type { KeyPair } from '../keys/keyPair.ts';

/** An official's key with the institution's sealed word for it. */
export interface EndorsedKeyPair extends KeyPair {
  /** JWS (RFC 7515) with `sub` and `cnf.jwk`. */
  readonly endorsement: string;
}

/** The key with which an official signs for an institution, if there is one. */
export async function findOfficialKey(
  db: PerimeterTransaction,
  institution: InstitutionCode,
  official: OfficialId,
): Promise<EndorsedKeyPair | undefined> {
  const [key] = await db.$queryRaw<EndorsedKeyPair[]>`
    SELECT private_key AS "privateKey", public_key AS "publicKey", endorsement
    FROM official_key WHERE institution = ${institution} AND official = ${official}`;
  return key;
}

/** Keeps an official's key unless there is one already. */
export async function keepOfficialKey(
  db: PerimeterTransaction,
  institution: InstitutionCode,
  official: OfficialId,
  { privateKey, publicKey, endorsement }: EndorsedKeyPair,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO official_key (institution, official, private_key, public_key, endorsement, created_at)
    VALUES (${institution}, ${official}, ${JSON.stringify(privateKey)}::jsonb, ${JSON.stringify(publicKey)}::jsonb, ${endorsement}, now())
    ON CONFLICT DO NOTHING`;
}

/** How many keys of officials the database holds. */
export async function countOfficialKeys(db: PerimeterTransaction): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM official_key`;
  return row?.count ?? 0;
}
