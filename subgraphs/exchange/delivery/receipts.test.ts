import { generateKeyPairSync } from 'node:crypto';
import type { ReceiptClaims } from '@chancery/domain';
import type { InstitutionEntry, JWK, SealEntry } from '@chancery/trust';
import { describe, expect, it } from 'vitest';
import { FIN, row, claims as said, sealed } from '../../../tests/kit/financeReceipts.ts';
import { verifiedReceipt } from './receipts.ts';

const [earlier, current] = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
const handover = '2026-03-01T10:00:00.000Z';
const seals: readonly SealEntry[] = [
  { key: earlier.publicKey.export({ format: 'jwk' }) as JWK, from: '2026-01-01T00:00:00.000Z', until: handover },
  { key: current.publicKey.export({ format: 'jwk' }) as JWK, from: handover, until: null },
];

async function receiptOf(seal: typeof current, receivedAt: string): Promise<{ readonly claims: ReceiptClaims; readonly jws: string }> {
  const claims = { ...said, receivedAt };
  return { claims, jws: await sealed(claims, seal) };
}

function directoryWith(first: readonly SealEntry[], then = first) {
  let known = first;
  const institution = (): InstitutionEntry => ({ code: FIN, name: 'Finance', server: 'finance', seals: known });
  return {
    institution,
    findInstitution: async () => institution(),
    refresh: async () => {
      known = then;
    },
  };
}

describe('a receipt (§7.8)', () => {
  it.each([
    ['the earlier seal, before its end', earlier, '2026-02-01T10:00:00.000Z'],
    ['the earlier seal, in its last second', earlier, '2026-02-28T23:59:59.000Z'],
    ['the seal in use', current, '2026-04-01T10:00:00.000Z'],
  ])('is taken under %s (§5.9)', async (_, seal, at) => {
    const receipt = await receiptOf(seal, at);
    expect(await verifiedReceipt(directoryWith(seals), receipt, row)).toEqual(receipt);
  });

  it.each([
    ['the earlier seal, after its end', earlier, '2026-03-01T10:00:10.000Z'],
    ['the seal in use, before its beginning', current, '2026-02-01T10:00:00.000Z'],
    ['the seal in use, at no moment', current, 'some day'],
    ['a stranger’s seal', generateKeyPairSync('ec', { namedCurve: 'P-256' }), '2026-04-01T10:00:00.000Z'],
  ])('is not taken under %s', async (_, seal, at) => {
    expect(await verifiedReceipt(directoryWith(seals), await receiptOf(seal, at), row)).toBeNull();
  });

  it('is taken under a seal that is younger than the copy of the directory', async () => {
    const receipt = await receiptOf(current, handover);
    expect(await verifiedReceipt(directoryWith(seals.slice(0, 1), seals), receipt, row)).toEqual(receipt);
  });
});
