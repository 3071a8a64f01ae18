import { generateKeyPairSync } from 'node:crypto';
import type { InstitutionEntry, JWK } from '@chancery/trust';
import { expect, it } from 'vitest';
import { FIN, row, claims as said, sealed as sealedBy } from '../../../tests/kit/financeReceipts.ts';
import { verifiedReceipt } from './receipts.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const seal = { key: pair.publicKey.export({ format: 'jwk' }) as JWK, from: '2026-01-01T00:00:00.000Z', until: null };
const institution = (): InstitutionEntry => ({ code: FIN, name: 'Finance', server: 'finance', seals: [seal] });
const directory = { institution, findInstitution: async () => institution(), refresh: async () => undefined };

const claims = { ...said, receivedAt: '2026-04-01T10:00:00.000Z' };
const sealed = async (words: unknown): Promise<{ readonly jws: string }> => ({ jws: await sealedBy(words, pair) });

it.each(['2026-04-01T10:00:00Z', '2026-04-01T13:00:00.000+03:00'])(
  'a receipt of %s is taken as its recipient wrote it (§7.8)',
  async (receivedAt) => {
    const receipt = await sealed({ ...claims, receivedAt });
    expect(await verifiedReceipt(directory, receipt, row)).toEqual({ claims: { ...claims, receivedAt }, ...receipt });
  },
);

it('of a receipt nothing is kept that the standard does not name: no database holds what some of it says', async () => {
  const receipt = await sealed({ ...claims, note: 'a\u0000b', receipt: { jws: 'x' } });
  expect(await verifiedReceipt(directory, receipt, row)).toEqual({ claims, ...receipt });
});

it.each([
  'April 1, 2026',
  '2026-04-01',
  '2026',
  '2026-04-01T25:00:00Z',
  1775037600000,
  '2026-04-01T10:00:00',
  ['2026-04-01T10:00:00Z'],
  '2026-04-31T10:00:00Z',
])('a receipt of %s is none: nobody could read when it was given', async (receivedAt) => {
  expect(await verifiedReceipt(directory, await sealed({ ...claims, receivedAt }), row)).toBeNull();
});

it.each([null, 5, 'FIN', []])('what says %j under the seal is no receipt', async (words) => {
  expect(await verifiedReceipt(directory, await sealed(words), row)).toBeNull();
});

it.each([
  ['a NUL behind it', (jws: string) => `${jws}\u0000`],
  ['padding', (jws: string) => `${jws}==`],
  ['a space in it', (jws: string) => `${jws.slice(0, 10)} ${jws.slice(10)}`],
  ['signs of another alphabet', (jws: string) => jws.replaceAll('-', '+').replaceAll('_', '/')],
  ['a new line behind it', (jws: string) => `${jws}\n`],
  [
    'another last letter, of which no bit counts',
    (jws: string) => `${jws.slice(0, -1)}${String.fromCharCode(jws.charCodeAt(jws.length - 1) + 1)}`,
  ],
])('a sealed text with %s is no receipt: others could not verify it', async (_, spoiled) => {
  const { jws } = await sealed({ ...claims, note: '???>>>~~~' });
  const spoilt = spoiled(jws);
  if (spoilt !== jws) expect(await verifiedReceipt(directory, { jws: spoilt }, row)).toBeNull();
});
