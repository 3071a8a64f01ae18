import { type ConsignmentState, type ExchangeEvent, type IntakeEvent, Refusal } from '@chancery/domain';
import { actOf, emitOutside, reportFault } from '@chancery/kernel';
import type { DirectoryCopy } from '@chancery/trust';
import type { Tx } from './database.ts';
import { standing } from './events.ts';
import { type ConsignmentRow, consignmentColumns } from './rows.ts';

/**
 * Takes over what a recipient's perimeter did with consignments: registered, or refused. A final state stays, so that the same event again
 * changes nothing. One that overtakes our own word of the delivery makes the consignment delivered first. Where it ended before it was delivered it stays so,
 * and whoever runs the exchange is told: it may have been put back to a backup, and be the one that does not know. §8.2, §8.3, §7.7
 */
export async function followIntake(tx: Tx, directory: DirectoryCopy, perimeter: string, events: readonly ExchangeEvent[]): Promise<void> {
  const ended = endings(events);
  if (ended.size === 0) return;
  const rows = await tx.$queryRaw<ConsignmentRow[]>`
    SELECT ${consignmentColumns} FROM consignment c
    WHERE c.id = ANY(${[...ended.keys()]}) AND c.state NOT IN ('REGISTERED', 'REFUSED') ORDER BY c.id FOR UPDATE`;
  const ids: string[] = [];
  for (const row of rows) {
    const event = ended.get(row.id);
    if (event === undefined || !(await answersFor(directory, perimeter, row))) continue;
    if (row.closedAt === null) await end(tx, row, event);
    else ids.push(row.id);
  }
  if (ids.length > 0)
    reportFault(`following ${perimeter}`, `it registered or refused what had ended before it was delivered: ${ids.join(', ')}`);
}

interface Ending {
  readonly state: IntakeEvent['state'];
  readonly at: Date;
}

/** The first word of each consignment: what follows it (resolution, execution) does not concern us. */
function endings(events: readonly ExchangeEvent[]): ReadonlyMap<string, Ending> {
  const ended = new Map<string, Ending>();
  for (const { payload, at } of events) {
    if (payload.type !== 'intake' || ended.has(payload.consignmentId)) continue;
    // Nobody tells of what is to come.
    const times = [new Date(at), ...(payload.registeredAt === null ? [] : [new Date(payload.registeredAt)])];
    ended.set(payload.consignmentId, { state: payload.state, at: earliest(times) });
  }
  return ended;
}

const earliest = (times: readonly Date[]): Date => new Date(Math.min(...times.map((time) => time.getTime())));

/** Only the perimeter that serves the recipient speaks for it. While the directory does not know the recipient, the page is taken again later. */
async function answersFor(directory: DirectoryCopy, perimeter: string, { recipient }: ConsignmentRow): Promise<boolean> {
  const institution = await directory.findInstitution(recipient);
  if (institution === undefined) throw new Refusal('SERVICE_UNAVAILABLE');
  return institution.server === perimeter;
}

async function end(tx: Tx, row: ConsignmentRow, ending: Ending): Promise<void> {
  const { state } = ending;
  // It was not registered before it was sent, whatever its recipient says.
  const at = new Date(Math.max(ending.at.getTime(), row.acceptedAt.getTime()));
  const act = actOf('followIntake', null);
  if (row.state !== 'DELIVERED') {
    await tx.$executeRaw`UPDATE attempt SET outcome = 'DELIVERED', ended_at = greatest(${at}, started_at) WHERE consignment_id = ${row.id} AND outcome IS NULL`;
    await emitOutside(tx, act, [standing(await move(tx, row, 'DELIVERED', at))]);
  }
  await emitOutside(tx, act, [standing(await move(tx, row, state, at))]);
}

async function move(tx: Tx, { id }: ConsignmentRow, state: ConsignmentState, at: Date): Promise<ConsignmentRow> {
  const closedAt = state === 'DELIVERED' ? null : at;
  const [row] = await tx.$queryRaw<[ConsignmentRow]>`
    UPDATE consignment c SET state = ${state}, revision = revision + 1, delivered_at = coalesce(delivered_at, ${at}), closed_at = ${closedAt}
    WHERE id = ${id} RETURNING ${consignmentColumns}`;
  return row;
}
