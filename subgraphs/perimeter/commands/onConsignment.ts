import {
  type Caller,
  type ConsignmentId,
  type ConsignmentState,
  institutionOf,
  mayReadConsignment,
  parseConsignmentId,
  Refusal,
} from '@chancery/domain';
import { type CallContext, callerOf, command } from '@chancery/kernel';
import { requireDutyFor } from '@chancery/policy';
import { Unreachable } from '@chancery/trust';
import type { PerimeterTransaction } from '../database.ts';
import { loadersOf } from '../loaders.ts';
import { requireServed } from '../members.ts';
import type { Perimeter } from '../perimeter.ts';
import { intakeEvent, type ReceivedConsignment } from '../received.ts';
import { askStanding, settleByStanding } from '../services/standing.ts';
import { lockConsignment } from '../tables/consignments.ts';

/** How long the exchange may take to say what is not needed, in milliseconds. */
const SOON_MS = 1_000;

/** A command on a consignment that the caller's institution received. */
export interface ConsignmentCommand {
  readonly name: string;
  readonly input: { readonly consignmentId: string; readonly requestId?: string | null };
  /** The exchange is asked first how the consignment stands: it may know what a perimeter that was put back to a backup no longer does. */
  readonly asksFirst?: boolean;
}

/** What a command on a consignment changes it with. */
export interface ConsignmentScope {
  readonly tx: PerimeterTransaction;
  readonly caller: Caller;
  readonly now: Date;
  /** As it is; nobody else changes it before the transaction ends. */
  readonly consignment: ReceivedConsignment;
  /** What the exchange said before; null where it was not asked, or did not answer. */
  readonly heard: ConsignmentState | null;
}

/** The answer that is kept under a request id; the payload's consignment is read by it. */
export interface ConsignmentAnswer {
  readonly consignmentId: ConsignmentId;
  readonly [key: string]: string;
}

/**
 * Runs a command of the recipient institution on one of its consignments (§3.4, §8.1): duty, row, recipient, delivery, then `change`.
 * Where the exchange has not confirmed the delivery here, it is asked first. Throws `CONSIGNMENT_NOT_FOUND`, `NOT_THE_RECIPIENT`,
 * `CONSIGNMENT_NOT_DELIVERED`, `CONSIGNMENT_CLOSED`, `WRONG_PERIMETER`.
 */
export async function onConsignment(
  perimeter: Perimeter,
  context: CallContext,
  { name, input, asksFirst = false }: ConsignmentCommand,
  change: (scope: ConsignmentScope) => Promise<ReceivedConsignment>,
): Promise<ConsignmentAnswer> {
  const id = parseConsignmentId(input.consignmentId);
  await requireServed(perimeter.members, institutionOf(id));
  const heard = asksFirst ? await heardOf(perimeter, id, callerOf(context)) : null;
  const own: { answer?: ConsignmentAnswer; consignment?: ReceivedConsignment } = {};
  const attempt = (standing: ConsignmentState | null) =>
    command(perimeter.db, context, { name, input }, async ({ tx, caller, now, emit }) => {
      requireDutyFor(caller, name);
      const consignment = inHand(caller, id, await lockConsignment(tx, id), standing);
      own.consignment = await change({ tx, caller, now, consignment, heard });
      emit(intakeEvent(own.consignment));
      own.answer = { consignmentId: id };
      return own.answer;
    });
  const answer = await attempt(null).catch(async (error: unknown) => {
    if (!(error instanceof Unconfirmed)) throw error;
    const standing = await askStanding(perimeter, id, callerOf(context));
    await settleByStanding(perimeter, id, standing);
    return attempt(standing.state);
  });
  const { consignments } = loadersOf(perimeter, context);
  consignments.clear(id);
  // What was undone in favour of an earlier command with the same request id is not what stands there.
  if (own.answer === answer && own.consignment) consignments.prime(id, own.consignment);
  return answer;
}

/** What the exchange says of a consignment; null where it does not answer soon, or knows none: nobody waits for it. */
async function heardOf(perimeter: Perimeter, id: ConsignmentId, caller: Caller): Promise<ConsignmentState | null> {
  try {
    return (await askStanding(perimeter, id, caller, SOON_MS)).state;
  } catch (error) {
    if (error instanceof Refusal || error instanceof Unreachable) return null;
    throw error;
  }
}

/** The exchange has not said here that the consignment is delivered: it has to be asked, outside the transaction. */
class Unconfirmed extends Error {
  override readonly name = 'Unconfirmed';
}

/** The consignment, if this caller may act on it now. `standing` is the exchange's word, once it was asked. */
function inHand(
  caller: Caller,
  id: ConsignmentId,
  consignment: ReceivedConsignment | undefined,
  standing: ConsignmentState | null,
): ReceivedConsignment {
  if (consignment === undefined) {
    if (caller.institution !== institutionOf(id)) throw new Refusal('CONSIGNMENT_NOT_FOUND');
    throw standing === null ? new Unconfirmed() : undelivered(standing);
  }
  const { sender: from, institution: to, access, copy } = consignment;
  if (!mayReadConsignment(caller, { from, to, access })) throw new Refusal('CONSIGNMENT_NOT_FOUND');
  if (caller.institution !== to) throw new Refusal('NOT_THE_RECIPIENT');
  if (copy === 'IN_INBOX') return consignment;
  if (copy === 'CLOSED') throw new Refusal('CONSIGNMENT_CLOSED');
  throw standing === null ? new Unconfirmed() : undelivered(standing);
}

/** §8.1 Why nobody can act on a consignment that is not in the inbox. */
const undelivered = (standing: ConsignmentState): Refusal =>
  new Refusal(standing === 'EXPIRED' || standing === 'WITHDRAWN' ? 'CONSIGNMENT_CLOSED' : 'CONSIGNMENT_NOT_DELIVERED');
