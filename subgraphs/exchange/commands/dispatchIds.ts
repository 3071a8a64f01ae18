import { createHash } from 'node:crypto';
import {
  type Caller,
  type ConsignmentId,
  consignmentId,
  type DispatchId,
  dispatchId,
  type InstitutionCode,
  type SignedPart,
  signedText,
} from '@chancery/domain';
import { derivedId, newId } from '@chancery/trust';
import type { PrismaClient } from '../prisma/client/client.ts';

/** A dispatch id, and whether its dispatch has taken place already. */
export interface ChosenId {
  readonly id: DispatchId;
  readonly dispatched: boolean;
}

/**
 * The id of the dispatch that a caller asks for. The same request of the same caller leads to the same id, so that a repeat after a crash
 * uses the release that was made before it; once that was given up, to the next one. §1.4, §7.6
 */
export async function chooseDispatchId(db: PrismaClient, caller: Caller, requestId: string | null): Promise<ChosenId> {
  if (requestId === null) return { id: dispatchId(caller.institution, newId()), dispatched: false };
  for (let turn = 0; ; turn++) {
    const id = dispatchId(caller.institution, idFrom(`${caller.official} ${caller.institution} ${turn} ${requestId}`));
    const known = await db.dispatch.findUnique({ where: { id }, select: { status: true } });
    if (known?.status !== 'VOID') return { id, dispatched: known !== null };
  }
}

/** A dispatch that has not taken place never will. One that is being written at this moment is waited for by the key of its row. §7.6 */
export async function noteVoid(db: PrismaClient, id: DispatchId): Promise<void> {
  await db.$executeRaw`INSERT INTO dispatch (id, status) VALUES (${id}, 'VOID') ON CONFLICT (id) DO NOTHING`;
}

/**
 * The ids of what the addressees get of a dispatch: always the same, so that the exchange, put back to a backup that knows nothing of the dispatch, delivers
 * no second time what is dispatched again under it; also where its author was put back, and has registered again what was signed. What was signed anew, and says
 * something else, is another consignment. They sort by the document's date. §1.4, §7.8
 */
export function consignmentIds(dispatch: DispatchId, signed: SignedPart): (recipient: InstitutionCode) => ConsignmentId {
  const digest = createHash('sha256').update(signedText(signed)).digest('hex');
  return (recipient) => consignmentId(recipient, derivedId(Date.parse(signed.documentDate), `${dispatch} ${recipient} ${digest}`));
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 128 bits of a text's SHA-256, written as a ULID is. */
export function idFrom(text: string): string {
  let bits = BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`);
  let id = '';
  for (let place = 0; place < 26; place++) {
    id = `${alphabet[Number(bits & 31n)]}${id}`;
    bits >>= 5n;
  }
  return id;
}
