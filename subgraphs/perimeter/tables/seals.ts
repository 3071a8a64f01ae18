import type { InstitutionCode } from '@chancery/domain';
import type { PerimeterTransaction } from '../database.ts';
import type { KeyPair } from '../keys/keyPair.ts';

/** The seal of an institution, if it has one here. */
export async function findSeal(db: PerimeterTransaction, institution: InstitutionCode): Promise<KeyPair | undefined> {
  const [seal] = await db.$queryRaw<KeyPair[]>`
    SELECT private_key AS "privateKey", public_key AS "publicKey" FROM seal WHERE institution = ${institution}`;
  return seal;
}

/** Keeps a seal unless the institution has one already: of two servers that make it at once, the first wins. */
export async function keepSeal(db: PerimeterTransaction, institution: InstitutionCode, { privateKey, publicKey }: KeyPair): Promise<void> {
  await db.$executeRaw`
    INSERT INTO seal (institution, private_key, public_key, created_at)
    VALUES (${institution}, ${JSON.stringify(privateKey)}::jsonb, ${JSON.stringify(publicKey)}::jsonb, now())
    ON CONFLICT DO NOTHING`;
}
