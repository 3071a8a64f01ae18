import {
  type Bundle,
  type InstitutionCode,
  parseDocumentId,
  parseFileDigest,
  parseInstitutionCode,
  parseKind,
  parseOfficialId,
  type SignedPart,
} from '@chancery/domain';
import type { InstitutionEntry, SealEntry } from '@chancery/trust';
import { beforeAll, describe, expect, it } from 'vitest';
import { type KeyPair, newKeyPair, signingKey } from './keyPair.ts';
import { digestOf, signPart } from './officialKeys.ts';
import { endorsement } from './sealedWord.ts';
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
async function bundleUnder(
  endorser: KeyPair,
  { endorsedAt = '2026-02-01T10:00:00Z', signedAt = '2026-03-01T10:00:00Z' } = {},
  part: SignedPart = signed,
): Promise<Bundle> {
  const pair = await newKeyPair();
  const hand = {
    official,
    key: signingKey(pair),
    endorsement: await endorsement(endorser, institution, official, pair.publicKey, new Date(endorsedAt)),
  };
  const signature = signPart(part, hand, { name: 'Olena Petrenko', duty: 'SIGNATORY', signedAt: new Date(signedAt) });
  return { signed: part, signatures: [signature], outgoingNumber: 'JUS-2026/000001', registeredAt: '2026-03-01T11:00:00.000Z' };
}

/** A seal as the directory has it: in force all of 2026 unless said. */
const entry = ({ publicKey }: KeyPair, { from = '2026-01-01T00:00:00.000Z', until = null as string | null } = {}): SealEntry => ({
  key: publicKey,
  from,
  until,
});

/** A copy of the directory that knows these seals, and after it is asked again others. */
function directoryWith(first: readonly SealEntry[], then: readonly SealEntry[] = first) {
  let current = first;
  const institutionOf = (code: string): InstitutionEntry => ({
    code: code as InstitutionCode,
    name: code,
    server: 'justice',
    seals: current,
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
    await expect(verifyBundle(directoryWith([entry(seal)]), bundle)).resolves.toBe(digestOf(signed));
  });

  it('is taken when the seal is younger than the copy of the directory', async () => {
    await expect(verifyBundle(directoryWith([], [entry(seal)]), bundle)).resolves.toBe(digestOf(signed));
    const older = await newKeyPair();
    await expect(verifyBundle(directoryWith([entry(older)], [entry(seal)]), bundle)).resolves.toBe(digestOf(signed));
  });

  it('is refused under another seal, or none', async () => {
    const other = await newKeyPair();
    await expect(verifyBundle(directoryWith([entry(other)]), bundle)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    await expect(verifyBundle(directoryWith([]), bundle)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    await expect(verifyBundle(directoryWith([entry(seal)]), await bundleUnder(other))).rejects.toMatchObject({
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
      await expect(verifyBundle(directoryWith([entry(seal)]), { ...bundle, signed: { ...signed, ...change } })).rejects.toMatchObject({
        code: 'SIGNATURE_INVALID',
      });
  });

  it('is refused when a file was added, exchanged, renamed or taken away after it was signed (§5.10)', async () => {
    const file = { name: 'Annex.pdf', sha256: parseFileDigest('a'.repeat(64)), size: 10, mediaType: 'application/pdf' };
    const other = await bundleUnder(seal, {}, { ...signed, files: [file] });
    await expect(verifyBundle(directoryWith([entry(seal)]), other)).resolves.toBe(digestOf(other.signed));
    const { files: _files, ...bare } = other.signed;
    const changed: readonly SignedPart[] = [
      bare,
      { ...bare, files: [{ ...file, sha256: parseFileDigest('b'.repeat(64)) }] },
      { ...bare, files: [{ ...file, name: 'Another.pdf' }] },
      { ...bare, files: [file, { ...file, name: 'More.pdf' }] },
    ];
    for (const part of changed)
      await expect(verifyBundle(directoryWith([entry(seal)]), { ...other, signed: part })).rejects.toMatchObject({
        code: 'SIGNATURE_INVALID',
      });
  });

  it('is refused when nobody signed it', async () => {
    await expect(verifyBundle(directoryWith([entry(seal)]), { ...bundle, signatures: [] })).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });

  it('is taken for good when the seal was in force when it endorsed and when the official signed (§5.9)', async () => {
    const next = await newKeyPair();
    const seals = [entry(seal, { until: '2026-03-01T10:00:01.000Z' }), entry(next, { from: '2026-03-01T10:00:00.000Z' })];
    await expect(verifyBundle(directoryWith(seals), bundle)).resolves.toBe(digestOf(signed));
    const later = { endorsedAt: '2026-03-01T10:00:00Z', signedAt: '2026-07-01T10:00:00Z' };
    await expect(verifyBundle(directoryWith(seals), await bundleUnder(next, later))).resolves.toBe(digestOf(signed));
  });

  it.each([
    ['the seal had ended when it endorsed', { endorsedAt: '2026-03-02T00:00:10Z', signedAt: '2026-03-01T23:59:00Z' }],
    ['the seal had ended when the official signed', { signedAt: '2026-03-02T00:00:10Z' }],
    ['the seal was not there yet', { endorsedAt: '2025-12-31T00:00:00Z' }],
  ])('is refused when %s', async (_, moments) => {
    const seals = [entry(seal, { until: '2026-03-02T00:00:00.000Z' })];
    await expect(verifyBundle(directoryWith(seals), await bundleUnder(seal, moments))).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
  });

  it('is refused when the seal was taken back before it signed, though it was found true before (§13.7)', async () => {
    await expect(verifyBundle(directoryWith([entry(seal)]), bundle)).resolves.toBe(digestOf(signed));
    const revoked = [entry(seal, { until: '2026-02-15T00:00:00.000Z' })];
    await expect(verifyBundle(directoryWith(revoked), bundle)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
  });
});
