import { type ConsignmentEvent, kindOf } from '@chancery/domain';
import type { ConsignmentRow } from './rows.ts';

/** How a consignment stands, for those who follow the exchange. */
export const standing = (row: ConsignmentRow): ConsignmentEvent => ({
  type: 'consignment',
  consignmentId: row.id,
  dispatchId: row.dispatchId,
  documentId: row.documentId,
  kind: kindOf(row.documentId),
  access: row.access,
  documentDate: row.documentDate,
  from: row.sender,
  to: row.recipient,
  state: row.state,
  acceptedAt: row.acceptedAt.toISOString(),
  deliveredAt: row.deliveredAt?.toISOString() ?? null,
  revision: row.revision,
});
