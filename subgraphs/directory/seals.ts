import { createHash } from 'node:crypto';
import { canonical, parseInstitutionCode, Refusal } from '@chancery/domain';
import type { DirectoryDatabase, DirectoryTransaction } from './database.ts';
import { lastVersion } from './versions.ts';

/** What a perimeter announces, as the SDL has it. */
export interface AnnounceSealInput {
  readonly institution: string;
  readonly key: unknown;
  readonly from?: Date | null;
}

/** Which seals a perimeter ends, as the SDL has it. */
export interface EndSealsInput {
  readonly institution: string;
  /** The seal that has followed them. */
  readonly earlierThan: unknown;
  readonly at: Date;
}

/** How far a perimeter's clock may be from ours. */
const CLOCKS_APART_MS = 300_000;

/**
 * §5.9 Makes an institution's seal known, beside those that it has, and answers the directory's version after it; the same key again changes nothing.
 * Only the server that answers for the institution may: throws `WRONG_PERIMETER` for another, `INSTITUTION_UNKNOWN`, `SEAL_ENDED` for a seal that
 * came to its end before, and `BAD_INPUT` for what is no public key of ECDSA P-256.
 */
export async function announceSeal(db: DirectoryDatabase, server: string, input: AnnounceSealInput, now: Date): Promise<number> {
  const code = parseInstitutionCode(input.institution);
  const key = publicKey(input.key);
  const from = input.from ?? now;
  if (Math.abs(from.getTime() - now.getTime()) > CLOCKS_APART_MS) throw new Refusal('BAD_INPUT', 'A seal is in force from now.');
  return db.$transaction(async (tx) => {
    const last = await lastVersion(tx);
    await requireServer(tx, code, server);
    const known = await tx.seal.findUnique({
      where: { institutionCode_thumbprint: { institutionCode: code, thumbprint: thumbprintOf(key) } },
    });
    if (known !== null && known.until !== null) throw new Refusal('SEAL_ENDED');
    if (known !== null) return last;
    await tx.seal.create({ data: { institutionCode: code, thumbprint: thumbprintOf(key), key: { ...key }, from } });
    return changed(tx, code, last + 1);
  });
}

/**
 * §5.9 Ends the seals of an institution that are earlier than one, and answers the directory's version after it. What they sealed before that moment is believed
 * on; a moment that lies back (§13.7) brings ends forward that were there already. Refuses as `announceSeal` does, and `BAD_INPUT` where nobody knows that one.
 */
export async function endSeals(db: DirectoryDatabase, server: string, input: EndSealsInput, now: Date): Promise<number> {
  const code = parseInstitutionCode(input.institution);
  const thumbprint = thumbprintOf(publicKey(input.earlierThan));
  if (input.at.getTime() > now.getTime() + CLOCKS_APART_MS) throw new Refusal('BAD_INPUT', 'A seal ends now, or ended before.');
  return db.$transaction(async (tx) => {
    const last = await lastVersion(tx);
    await requireServer(tx, code, server);
    const following = await tx.seal.findUnique({ where: { institutionCode_thumbprint: { institutionCode: code, thumbprint } } });
    if (following === null) throw new Refusal('BAD_INPUT', 'The institution has no such seal.');
    const ended = await tx.$executeRaw`
      UPDATE seal SET in_force_until = greatest(in_force_from, ${input.at})
      WHERE institution = ${code} AND in_force_from < ${following.from} AND (in_force_until IS NULL OR in_force_until > greatest(in_force_from, ${input.at}))`;
    return ended === 0 ? last : changed(tx, code, last + 1);
  });
}

async function requireServer(tx: DirectoryTransaction, code: string, server: string): Promise<void> {
  const institution = await tx.institution.findUnique({ where: { code }, select: { server: true } });
  if (institution === null) throw new Refusal('INSTITUTION_UNKNOWN');
  if (institution.server !== server) throw new Refusal('WRONG_PERIMETER');
}

async function changed(tx: DirectoryTransaction, code: string, version: number): Promise<number> {
  await tx.institution.update({ where: { code }, data: { version } });
  return version;
}

interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** The public members of a JWK alone: a private one would be refused, never kept. */
function publicKey(value: unknown): PublicKey {
  if (typeof value !== 'object' || value === null) throw new Refusal('BAD_INPUT', 'A seal is a JWK.');
  const { kty, crv, x, y, d } = value as Readonly<Record<string, unknown>>;
  const isPoint = [x, y].every((part) => typeof part === 'string' && /^[\w-]{43}$/.test(part));
  if (kty !== 'EC' || crv !== 'P-256' || !isPoint || d !== undefined) {
    throw new Refusal('BAD_INPUT', 'A seal is the public half of a P-256 key.');
  }
  return { kty, crv, x: String(x), y: String(y) };
}

/** By which a key is known (RFC 7638). */
const thumbprintOf = ({ crv, kty, x, y }: PublicKey): string =>
  createHash('sha256').update(canonical({ crv, kty, x, y })).digest('base64url');
