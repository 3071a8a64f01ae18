import type { InstitutionCode } from '@chancery/domain';
import type { PerimeterTransaction } from '../database.ts';
import type { KeyPair } from '../keys/keyPair.ts';

/** The seal of an institution, if it has one here. */
export async function findSeal(db: PerimeterTransaction, institution: InstitutionCode): Promise<KeyPair | undefined> {
  const [seal] = await db.$queryRaw<KeyPair[]>`
    SELECT private_key AS "privateKey", public_key AS "publicKey" FROM seal WHERE institution = ${institution}`;
  return seal;
}

/** The same; it is not replaced before the transaction ends. */
export async function holdSeal(tx: PerimeterTransaction, institution: InstitutionCode): Promise<KeyPair | undefined> {
  const [seal] = await tx.$queryRaw<KeyPair[]>`
    SELECT private_key AS "privateKey", public_key AS "publicKey" FROM seal WHERE institution = ${institution} FOR SHARE`;
  return seal;
}

/** Keeps a seal unless the institution has one already: of two servers that make it at once, the first wins. */
export async function keepSeal(db: PerimeterTransaction, institution: InstitutionCode, { privateKey, publicKey }: KeyPair): Promise<void> {
  await db.$executeRaw`
    INSERT INTO seal (institution, private_key, public_key, created_at)
    VALUES (${institution}, ${JSON.stringify(privateKey)}::jsonb, ${JSON.stringify(publicKey)}::jsonb, now())
    ON CONFLICT DO NOTHING`;
}

/** The seal that is to follow the one in use, as it was kept first. */
export async function keepNextSeal(db: PerimeterTransaction, institution: InstitutionCode, made: KeyPair): Promise<KeyPair | undefined> {
  await db.$executeRaw`
    INSERT INTO next_seal (institution, private_key, public_key, created_at)
    VALUES (${institution}, ${JSON.stringify(made.privateKey)}::jsonb, ${JSON.stringify(made.publicKey)}::jsonb, now())
    ON CONFLICT DO NOTHING`;
  const [seal] = await db.$queryRaw<KeyPair[]>`
    SELECT private_key AS "privateKey", public_key AS "publicKey" FROM next_seal WHERE institution = ${institution}`;
  return seal;
}

/**
 * Puts the next seal in the place of the one in use, whose private half is gone with that; whoever holds it is waited for. Answers false where there is no next one (any more).
 */
export async function followSeal(tx: PerimeterTransaction, institution: InstitutionCode): Promise<boolean> {
  const count = await tx.$executeRaw`
    WITH next AS (DELETE FROM next_seal WHERE institution = ${institution} RETURNING *)
    UPDATE seal s SET (private_key, public_key, created_at) = (next.private_key, next.public_key, next.created_at)
    FROM next WHERE s.institution = next.institution`;
  return count > 0;
}
