import { type ExportId, Refusal } from '@chancery/domain';
import { type CallContext, command } from '@chancery/kernel';
import { drop } from './carryOut.ts';
import { exportEvent } from './exportEvent.ts';
import type { Exporting } from './exporting.ts';
import { findOwn } from './ownExports.ts';
import type { ExportCall } from './startExport.ts';

/** §3.14 Gives an own export up: what is made of it is dropped. Throws `EXPORT_NOT_FOUND`, `EXPORT_CANCELLED`, `EXPORT_FAILED` and `EXPORT_EXPIRED`. */
export async function cancelExport(exporting: Exporting, context: CallContext, call: ExportCall, id: string): Promise<ExportId> {
  const answer = await command(exporting.db, context, call, async ({ tx, caller, emit }) => {
    const row = await findOwn(exporting, caller, id);
    const held = await tx.$executeRaw`
      UPDATE export SET status = 'CANCELLED', worker = NULL, lease_until = NULL WHERE id = ${row.id} AND status IN ('WAITING', 'RUNNING', 'FINISHED')`;
    if (held === 0)
      throw new Refusal(row.status === 'CANCELLED' ? 'EXPORT_CANCELLED' : row.status === 'EXPIRED' ? 'EXPORT_EXPIRED' : 'EXPORT_FAILED');
    await drop(tx, row.id);
    emit(exportEvent(row));
    return { exportId: row.id };
  });
  return answer.exportId;
}
