import type { ConsignmentState } from '@chancery/domain';
import { rowsOf } from '../../kit/rows.ts';

/** What the catalogue keeps of a consignment: the exchange's word and the recipient's. */
export interface CataloguedConsignment {
  readonly id: string;
  readonly state: ConsignmentState;
  readonly intakeState: ConsignmentState | null;
}

export const cataloguedConsignments = (url: string): Promise<readonly CataloguedConsignment[]> =>
  rowsOf(url, 'SELECT id, state, intake_state "intakeState" FROM consignment ORDER BY id');

/** Who may read each document by the catalogue's word. */
export const cataloguedReaders = (url: string): Promise<readonly { readonly id: string; readonly readers: readonly string[] }[]> =>
  rowsOf(url, 'SELECT id, ARRAY(SELECT unnest(readers) ORDER BY 1) readers FROM card ORDER BY id');

/** The events of a service, by the ids of their entries in the audit trail. */
export const eventIds = async (service: string, url: string): Promise<readonly string[]> =>
  (await rowsOf<{ id: string }>(url, 'SELECT event_id id FROM kernel.outbox ORDER BY 1')).map(({ id }) => `${service}:${id}`);

/** The audit trail's entries, by their ids, and those that nobody closed. */
export async function auditTrail(url: string): Promise<{ readonly ids: ReadonlySet<string>; readonly open: readonly string[] }> {
  const rows = await rowsOf<{ id: string; outcome: string }>(
    url,
    'SELECT e.id, coalesce(c.outcome, e.outcome) outcome FROM audit_entry e LEFT JOIN audit_closing c ON c.entry = e.id',
  );
  return { ids: new Set(rows.map(({ id }) => id)), open: rows.filter(({ outcome }) => outcome === 'OPEN').map(({ id }) => id) };
}

/** Deliveries and closures that the exchange has still to do. */
export async function openJobs(url: string): Promise<number> {
  const statement = `SELECT count(*)::int open FROM boss.job WHERE name IN ('deliver', 'note-closure') AND state IN ('created', 'retry', 'active')`;
  return (await rowsOf<{ open: number }>(url, statement))[0]?.open ?? -1;
}
