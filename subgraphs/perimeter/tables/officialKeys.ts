import type { InstitutionCode, OfficialId } from '@chancery/domain';
import type { PerimeterTransaction } from '../database.ts';
import type { KeyPair } from '../keys/keyPair.ts';

/** An official's key with the institution's sealed word for it. */
export interface EndorsedKeyPair extends KeyPair {
  /** JWS (RFC 7515) with `sub` and `cnf.jwk`. */
  readonly endorsement: string;
}

/** The same, of one official of an institution. */
export interface OfficialKey extends EndorsedKeyPair {
  readonly official: OfficialId;
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

/** The keys of all officials of an institution that are held here. */
export const findOfficialKeys = (db: PerimeterTransaction, institution: InstitutionCode): Promise<OfficialKey[]> =>
  db.$queryRaw<OfficialKey[]>`
    SELECT official, private_key AS "privateKey", public_key AS "publicKey", endorsement FROM official_key WHERE institution = ${institution}`;

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

/** Puts these keys and endorsements in the place of the earlier ones; answers how many there are. An earlier public half stays in every signature that was made by its key. */
export async function replaceOfficialKeys(
  tx: PerimeterTransaction,
  institution: InstitutionCode,
  keys: readonly OfficialKey[],
): Promise<number> {
  return tx.$executeRaw`
    UPDATE official_key o SET (private_key, public_key, endorsement) = (r."privateKey", r."publicKey", r.endorsement)
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS r(official text, "privateKey" jsonb, "publicKey" jsonb, endorsement text)
    WHERE o.institution = ${institution} AND o.official = r.official`;
}

/** How many keys of officials the database holds. */
export async function countOfficialKeys(db: PerimeterTransaction): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM official_key`;
  return row?.count ?? 0;
}
