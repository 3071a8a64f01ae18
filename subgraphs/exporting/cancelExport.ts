import { type ExportId, Refusal } from '@chancery/domain';
import { type CallContext, command } from '@chancery/kernel';
import { drop } from './carryOut.ts';
import { exportEvent } from './exportEvent.ts';
import type { Exporting } from './exporting.ts';
import type { ExportRow } from './exportRow.ts';
import { findOwn } from './ownExports.ts';
import type { ExportCall } from './startExport.ts';

/** §3.14 Gives an own export up: what is made of it is dropped. Throws `EXPORT_NOT_FOUND`, `EXPORT_CANCELLED`, `EXPORT_FAILED` and `EXPORT_EXPIRED`. */
export async function cancelExport(exporting: Exporting, context: CallContext, call: ExportCall, id: string): Promise<ExportId> {
  const answer = await command(exporting.db, context, call, async ({ tx, caller, emit }) => {
    const own = { ...exporting, db: tx };
    const row = await findOwn(own, caller, id);
    const given = await tx.$executeRaw`
      UPDATE export SET status = 'CANCELLED', worker = NULL, lease_until = NULL WHERE id = ${row.id} AND status IN ('WAITING', 'RUNNING', 'FINISHED')`;
    // Who came first may have changed it since.
    if (given === 0) throw whyNot(await findOwn(own, caller, id));
    await drop(tx, row.id);
    emit(exportEvent(row));
    return { exportId: row.id };
  });
  return answer.exportId;
}

function whyNot({ status }: ExportRow): Refusal {
  if (status === 'CANCELLED') return new Refusal('EXPORT_CANCELLED');
  return new Refusal(status === 'EXPIRED' ? 'EXPORT_EXPIRED' : 'EXPORT_FAILED');
}
