import { canonical, cleanText, type ExportId, exportId, LONGEST_QUERY, Refusal, textLimits } from '@chancery/domain';
import { type CallContext, type CommandScope, command } from '@chancery/kernel';
import { refusalUnder } from '@chancery/policy';
import { newId } from '@chancery/trust';
import type { Asked, Column, ExportableList } from './exportableList.ts';
import { exportEvent } from './exportEvent.ts';
import type { Exporting } from './exporting.ts';
import { type ExportFormat, type ExportRow, queryOf } from './exportRow.ts';

/** What an official has made into a file. */
export interface ExportOrder {
  readonly list: ExportableList;
  readonly asked: Asked;
  /** All that the list has, where none is named. */
  readonly columns: readonly string[] | null;
  readonly format: ExportFormat;
}

/** The mutation that carries an order. */
export interface ExportCall {
  readonly name: string;
  readonly input: { readonly requestId?: string | null };
}

/**
 * §3.13 Begins an export, and puts on record what was asked; workers then make it. Throws `DUTY_REQUIRED`, what the list throws, `BAD_INPUT` for columns
 * that the list does not have, `TOO_MANY_EXPORTS` and `EXPORTS_BUSY`.
 */
export async function startExport(exporting: Exporting, context: CallContext, call: ExportCall, order: ExportOrder): Promise<ExportId> {
  const { list, format } = order;
  const asked = canonical(order.asked);
  const answer = await command(exporting.db, context, call, async (scope) => {
    const refusal = refusalUnder(list.right, scope.caller);
    if (refusal !== null) throw refusal;
    const columns = chosen(list.columnsOf(order.asked), order.columns);
    const row = { id: exportId(exporting.ownerFor(scope.caller), newId()), list: list.name, format, asked, columns };
    if (queryOf(row).length > LONGEST_QUERY)
      throw new Refusal('BAD_INPUT', `An export is asked for in ${LONGEST_QUERY} characters of JSON.`);
    await requireRoom(exporting, scope);
    await insert(exporting, scope, { ...row, sight: list.sightOf(scope.caller) });
    scope.emit(exportEvent(row));
    return { exportId: row.id };
  });
  return answer.exportId;
}

function chosen(columns: readonly Column[], names: readonly string[] | null): readonly string[] {
  const all = columns.map(({ name }) => name);
  if (names === null) return all;
  for (const name of names) cleanText('columns', name, textLimits.line);
  const wrong = wrongIn(names, all);
  if (wrong !== null) throw new Refusal('BAD_INPUT', `columns: ${wrong} There are ${all.join(', ')}.`);
  return names;
}

function wrongIn(names: readonly string[], all: readonly string[]): string | null {
  if (names.length === 0) return 'Name at least one, or leave it out for all of them.';
  const strange = names.find((name) => !all.includes(name));
  if (strange !== undefined) return `${strange} is none.`;
  const twice = names.find((name, at) => names.indexOf(name) < at);
  return twice === undefined ? null : `${twice} stands twice.`;
}

/** Starts are counted one after the other. */
const COUNTING = 0x6578706f;

/** §3.15 */
async function requireRoom({ settings }: Exporting, { tx, caller, now }: CommandScope): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${COUNTING})`;
  const [counts] = await tx.$queryRaw<{ made: number; kept: number; all: number; bytes: number }[]>`
    SELECT count(*) FILTER (WHERE official = ${caller.official} AND status IN ('WAITING', 'RUNNING'))::int AS made,
           count(*) FILTER (WHERE official = ${caller.official} AND status = 'FINISHED')::int AS kept,
           count(*) FILTER (WHERE status IN ('WAITING', 'RUNNING'))::int AS all, coalesce(sum(size), 0)::float8 AS bytes
      FROM export WHERE status IN ('WAITING', 'RUNNING', 'FINISHED') AND expires_at > ${now}`;
  const { made = 0, kept = 0, all = 0, bytes = 0 } = counts ?? {};
  if (made >= settings.perOfficial) throw new Refusal('TOO_MANY_EXPORTS', `${settings.perOfficial} of an official are made at once.`);
  if (kept >= settings.keptPerOfficial) throw new Refusal('TOO_MANY_EXPORTS', `${settings.keptPerOfficial} of an official are kept.`);
  if (all >= settings.underWay || bytes >= settings.bytesInAll) throw new Refusal('EXPORTS_BUSY');
}

type New = Pick<ExportRow, 'id' | 'list' | 'format' | 'asked' | 'columns' | 'sight'>;

async function insert({ settings }: Exporting, { tx, caller, now }: CommandScope, row: New): Promise<void> {
  const { id, list, format, asked, columns, sight } = row;
  const { official, institution } = caller;
  const expiresAt = new Date(now.getTime() + settings.days * 86_400_000);
  await tx.$executeRaw`
    INSERT INTO export (id, list, format, asked, columns, official, institution, sight, status, started_at, expires_at)
    VALUES (${id}, ${list}, ${format}, ${asked}, ${columns}, ${official}, ${institution}, ${sight}, 'WAITING', ${now}, ${expiresAt})`;
}
