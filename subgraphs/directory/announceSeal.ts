import { canonical, type Json, parseInstitutionCode, Refusal } from '@chancery/domain';
import type { DirectoryDatabase } from './database.ts';
import type { InstitutionRow } from './institutions.ts';
import { lastVersion } from './versions.ts';

/** What a perimeter announces, as the SDL has it. */
export interface AnnounceSealInput {
  readonly institution: string;
  readonly key: unknown;
}

/**
 * Makes an institution's seal known, and answers the directory's version after it; the same key again changes nothing.
 * Only the server that answers for the institution may: throws `WRONG_PERIMETER` for another, `INSTITUTION_UNKNOWN`, and
 * `BAD_INPUT` for what is no public key of ECDSA P-256.
 */
export async function announceSeal(db: DirectoryDatabase, server: string, input: AnnounceSealInput): Promise<number> {
  const code = parseInstitutionCode(input.institution);
  const key = publicKey(input.key);
  return db.$transaction(async (tx) => {
    const last = await lastVersion(tx);
    const institution = await tx.institution.findUnique({ where: { code } });
    refuseOthers(institution, server);
    if (institution?.sealKey && canonical(institution.sealKey as Json) === canonical(key)) return last;
    await tx.institution.update({ where: { code }, data: { sealKey: key, version: last + 1 } });
    return last + 1;
  });
}

function refuseOthers(institution: Pick<InstitutionRow, 'server'> | null, server: string): void {
  if (institution === null) throw new Refusal('INSTITUTION_UNKNOWN');
  if (institution.server !== server) throw new Refusal('WRONG_PERIMETER');
}

/** The public members of a JWK alone: a private one would be refused, never kept. */
function publicKey(value: unknown): { readonly [member: string]: string } {
  if (typeof value !== 'object' || value === null) throw new Refusal('BAD_INPUT', 'A seal is a JWK.');
  const { kty, crv, x, y, kid, d } = value as Readonly<Record<string, unknown>>;
  const isPoint = [x, y].every((part) => typeof part === 'string' && /^[\w-]{43}$/.test(part));
  if (kty !== 'EC' || crv !== 'P-256' || !isPoint || d !== undefined) {
    throw new Refusal('BAD_INPUT', 'A seal is the public half of a P-256 key.');
  }
  return { kty, crv, x: String(x), y: String(y), ...(typeof kid === 'string' && kid.length <= 200 ? { kid } : {}) };
}
