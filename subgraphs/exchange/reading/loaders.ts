import type { Caller, ConsignmentId, DispatchId, DocumentId } from '@chancery/domain';
import { type CallContext, callerOf } from '@chancery/kernel';
import DataLoader from 'dataloader';
import type { PrismaClient } from '../prisma/client/client.ts';
import { type AttemptRow, type ConsignmentRow, consignmentColumns, type DispatchRow, dispatchColumns } from '../rows.ts';

/** Gathers the rows of one answer: one statement for all that is asked for at once. */
export interface Loaders {
  readonly consignment: DataLoader<ConsignmentId, ConsignmentRow | null>;
  readonly dispatch: DataLoader<DispatchId, DispatchRow | null>;
  /** Those to or from the caller's institution, the newest thousand of them: what is sent again and again would fill no answer at all. */
  readonly consignmentsOfDocument: DataLoader<DocumentId, readonly ConsignmentRow[]>;
  /** Those to or from the caller's institution. */
  readonly consignmentsOfDispatch: DataLoader<DispatchId, readonly ConsignmentRow[]>;
  /** The last hundred, oldest first. */
  readonly attempts: DataLoader<ConsignmentId, readonly AttemptRow[]>;
}

/** How many consignments of one document are shown: five dispatches to as many as one takes. Those of an earlier dispatch are read by its id. */
const MOST_OF_DOCUMENT = 1_000;

/** The loaders of one call. */
export const loadersOf = (db: PrismaClient, context: CallContext): Loaders =>
  context.once(loadersOf, () => makeLoaders(db, callerOf(context)));

/** Forgets what was read before a command changed it. */
export function forgetRows(db: PrismaClient, context: CallContext): void {
  for (const loader of Object.values(loadersOf(db, context))) loader.clearAll();
}

function makeLoaders(db: PrismaClient, { institution }: Caller): Loaders {
  return {
    consignment: one((ids) => db.$queryRaw<ConsignmentRow[]>`SELECT ${consignmentColumns} FROM consignment c WHERE c.id = ANY(${ids})`),
    dispatch: one((ids) => db.$queryRaw<DispatchRow[]>`SELECT ${dispatchColumns} FROM dispatch WHERE id = ANY(${ids}) AND status = 'LIVE'`),
    consignmentsOfDocument: many(
      (row) => row.documentId,
      (ids) => db.$queryRaw<ConsignmentRow[]>`
        SELECT ${consignmentColumns} FROM unnest(${ids}::text[]) AS asked(id) CROSS JOIN LATERAL (
          SELECT * FROM consignment c WHERE c.document_id = asked.id AND (c.sender = ${institution} OR c.recipient = ${institution})
          ORDER BY c.accepted_at DESC, c.id DESC LIMIT ${MOST_OF_DOCUMENT}
        ) c ORDER BY c.accepted_at, c.id`,
    ),
    consignmentsOfDispatch: many(
      (row) => row.dispatchId,
      (ids) => db.$queryRaw<ConsignmentRow[]>`
        SELECT ${consignmentColumns} FROM consignment c
        WHERE c.dispatch_id = ANY(${ids}) AND (c.sender = ${institution} OR c.recipient = ${institution}) ORDER BY c.id`,
    ),
    attempts: many(
      (row) => row.consignmentId,
      (ids) => db.$queryRaw<AttemptRow[]>`
        SELECT a.consignment_id "consignmentId", a.number, a.started_at "startedAt", a.outcome, a.ended_at "endedAt", a.receipt
        FROM attempt a JOIN consignment c ON c.id = a.consignment_id
        WHERE a.consignment_id = ANY(${ids}) AND a.number > c.attempt - 100 ORDER BY a.consignment_id, a.number`,
    ),
  };
}

function one<Id extends string, Row extends { readonly id: Id }>(read: (ids: Id[]) => Promise<Row[]>): DataLoader<Id, Row | null> {
  return new DataLoader(async (ids) => {
    const found = new Map((await read([...ids])).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
}

function many<Id extends string, Row>(idOf: (row: Row) => Id, read: (ids: Id[]) => Promise<Row[]>): DataLoader<Id, readonly Row[]> {
  return new DataLoader(async (ids) => {
    const found = Map.groupBy(await read([...ids]), idOf);
    return ids.map((id) => found.get(id) ?? []);
  });
}
