import { createHash, type KeyPairKeyObjectResult } from 'node:crypto';
import { parseConsignmentId, parseDispatchId, parseDocumentId, parseInstitutionCode, signedText } from '@chancery/domain';
import { CompactSign } from 'jose';
import type { BegunRow } from '../../subgraphs/exchange/delivery/attempts.ts';
import { bundle } from './bundles.ts';

export const FIN = parseInstitutionCode('FIN');
const what = bundle(parseDocumentId('JUS:LegalOpinion:01JD0000000000000000000007'));

/** A consignment of JUS that is being delivered to FIN. */
export const row = {
  id: parseConsignmentId('FIN:01JD0000000000000000000009'),
  dispatchId: parseDispatchId('JUS:01JD0000000000000000000008'),
  documentId: what.signed.documentId,
  recipient: FIN,
  bundle: what,
} as BegunRow;

/** What a receipt for it says. */
export const claims = {
  consignmentId: row.id,
  dispatchId: row.dispatchId,
  documentId: row.documentId,
  institution: FIN,
  digest: createHash('sha256').update(signedText(what.signed)).digest('hex'),
};

/** Words under a seal of FIN, as a receipt is sealed. */
export function sealed(words: unknown, { privateKey }: Pick<KeyPairKeyObjectResult, 'privateKey'>): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(words));
  return new CompactSign(text).setProtectedHeader({ alg: 'ES256', kid: FIN, typ: 'receipt+jwt' }).sign(privateKey);
}
