import {
  type Bundle,
  type InstitutionCode,
  parseDocumentId,
  parseInstitutionCode,
  parseKind,
  parseOfficialId,
  type SignedPart,
} from '@chancery/domain';
import type { InstitutionEntry, JWK } from '@chancery/trust';
import { CompactSign } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type KeyPair, newKeyPair, signingKey } from './keyPair.ts';
import { digestOf, signPart } from './officialKeys.ts';
import { verifyBundle } from './verifyBundle.ts';

const institution = parseInstitutionCode('JUS');
const official = parseOfficialId('JUS:o.petrenko');
const signed: SignedPart = {
  documentId: parseDocumentId('JUS:LegalOpinion:01JD0000000000000000000000'),
  institution,
  kind: parseKind('LegalOpinion'),
  version: 1,
  title: 'On fees',
  abstract: null,
  access: 'INTERNAL',
  documentDate: '2026-03-01',
  dueAt: null,
  content: { question: 'Who pays?' },
};

let seal: KeyPair;
let bundle: Bundle;

beforeAll(async () => {
  seal = await newKeyPair();
  bundle = await bundleUnder(seal);
});

/** A bundle signed by a key that this seal endorses. */
async function bundleUnder(endorser: KeyPair): Promise<Bundle> {
  const pair = await newKeyPair();
  const claims = new TextEncoder().encode(JSON.stringify({ iss: institution, sub: official, cnf: { jwk: pair.publicKey } }));
  const endorsement = await new CompactSign(claims).setProtectedHeader({ alg: 'ES256' }).sign(signingKey(endorser));
  const hand = { official, key: signingKey(pair), endorsement };
  const signature = signPart(signed, hand, { name: 'Olena Petrenko', duty: 'SIGNATORY', signedAt: new Date('2026-03-01T10:00:00Z') });
  return { signed, signatures: [signature], outgoingNumber: 'JUS-2026/000001', registeredAt: '2026-03-01T11:00:00.000Z' };
}

/** A copy of the directory that knows one seal, and after it is asked again another. */
function directoryWith(first: JWK | null, then: JWK | null = first) {
  let current = first;
  const institutionOf = (code: string): InstitutionEntry => ({
    code: code as InstitutionCode,
    name: code,
    server: 'justice',
    sealKey: current,
  });
  return {
    institution: institutionOf,
    findInstitution: async (code: string) => institutionOf(code),
    refresh: async () => {
      current = then;
    },
  };
}

describe('a bundle', () => {
  it('is taken when the institution’s seal endorses the key that signed it', async () => {
    await expect(verifyBundle(directoryWith(seal.publicKey), bundle)).resolves.toBe(digestOf(signed));
  });

  it('is taken when the seal is younger than the copy of the directory', async () => {
    await expect(verifyBundle(directoryWith(null, seal.publicKey), bundle)).resolves.toBe(digestOf(signed));
    const older = await newKeyPair();
    await expect(verifyBundle(directoryWith(older.publicKey, seal.publicKey), bundle)).resolves.toBe(digestOf(signed));
  });

  it('is refused under another seal, or none', async () => {
    const other = await newKeyPair();
    await expect(verifyBundle(directoryWith(other.publicKey), bundle)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    await expect(verifyBundle(directoryWith(null), bundle)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    await expect(verifyBundle(directoryWith(seal.publicKey), await bundleUnder(other))).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });

  it('is refused when one letter of it is another', async () => {
    for (const change of [
      { title: 'On feet' },
      { documentDate: '2026-03-02' },
      { access: 'PUBLIC' as const },
      { content: { question: 'Who pays!' } },
    ])
      await expect(verifyBundle(directoryWith(seal.publicKey), { ...bundle, signed: { ...signed, ...change } })).rejects.toMatchObject({
        code: 'SIGNATURE_INVALID',
      });
  });

  it('is refused when nobody signed it', async () => {
    await expect(verifyBundle(directoryWith(seal.publicKey), { ...bundle, signatures: [] })).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });
});
