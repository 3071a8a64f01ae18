import type { DocumentId, OfficialId, SignatureRecord } from '@chancery/domain';
import type { Card } from '../card.ts';
import type { PerimeterTransaction } from '../database.ts';
import { cardColumns } from './documents.ts';

/** Those who have signed a document that the transaction holds, as it is now: what was read with the lock may be older than the lock. */
export async function signersOf(tx: PerimeterTransaction, id: DocumentId): Promise<readonly OfficialId[]> {
  const rows = await tx.$queryRaw<{ official: OfficialId }[]>`SELECT official FROM signature WHERE document_id = ${id} ORDER BY official`;
  return rows.map(({ official }) => official);
}

/** The signatures under a document that the transaction holds, as they are now, in the order of signing. */
export async function signaturesOf(tx: PerimeterTransaction, id: DocumentId): Promise<readonly SignatureRecord[]> {
  const rows = await tx.$queryRaw<{ record: SignatureRecord }[]>`
    SELECT record FROM signature WHERE document_id = ${id} ORDER BY signed_at, official`;
  return rows.map(({ record }) => record);
}

/** Puts a signature under a document that the transaction holds, in one statement with its new status. */
export async function insertSignature(tx: PerimeterTransaction, id: DocumentId, signature: SignatureRecord): Promise<Card> {
  const [card] = await tx.$queryRaw<[Card]>`
    WITH signed AS (
      INSERT INTO signature (document_id, official, signed_at, record)
      VALUES (${id}, ${signature.official}, ${new Date(signature.signedAt)}, ${JSON.stringify(signature)}::jsonb)
    )
    UPDATE document d SET status = 'SIGNED', revision = d.revision + 1 WHERE d.id = ${id} RETURNING ${cardColumns}`;
  // A statement does not see the rows that it inserts itself.
  return { ...card, signatures: [...card.signatures, signature] };
}
