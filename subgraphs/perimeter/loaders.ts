import type { Bundle, ConsignmentId, DocumentId } from '@chancery/domain';
import { type CallContext, plainStatements } from '@chancery/kernel';
import DataLoader from 'dataloader';
import type { Card } from './card.ts';
import type { Perimeter } from './perimeter.ts';
import type { ReceivedConsignment } from './received.ts';
import { findBundles, findConsignments } from './tables/consignments.ts';
import { type ContentRow, findCards, findContents } from './tables/documents.ts';

/** Rows by id for one call: those asked for in one tick are read by one statement. Whether the caller may have them is asked by who reads. */
export interface Loaders {
  readonly cards: DataLoader<DocumentId, Card | undefined>;
  readonly contents: DataLoader<DocumentId, ContentRow | undefined>;
  readonly consignments: DataLoader<ConsignmentId, ReceivedConsignment | undefined>;
  readonly bundles: DataLoader<ConsignmentId, Bundle | undefined>;
}

/** The loaders of a call. */
export const loadersOf = ({ db }: Perimeter, context: CallContext): Loaders =>
  context.once(db, () => {
    const sql = plainStatements(db);
    return {
      cards: byId((ids) => findCards(sql, ids)),
      contents: byId((ids) => findContents(sql, ids)),
      consignments: byId((ids) => findConsignments(sql, ids)),
      bundles: new DataLoader(async (ids: readonly ConsignmentId[]) => {
        const found = new Map((await findBundles(sql, ids)).map(({ id, bundle }) => [id, bundle]));
        return ids.map((id) => found.get(id));
      }),
    };
  });

function byId<Id extends string, Row extends { readonly id: Id }>(
  find: (ids: readonly Id[]) => Promise<readonly Row[]>,
): DataLoader<Id, Row | undefined> {
  return new DataLoader(async (ids: readonly Id[]) => {
    const found = new Map((await find(ids)).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id));
  });
}
