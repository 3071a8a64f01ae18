import type { AuditDesk } from '../auditDesk.ts';
import { openingRecord, type Recording } from '../auditRecords.ts';
import type { Stage } from '../passage.ts';

/** An act is put on record before it begins; what cannot be put on record is not done (§10.2). */
export const openRecord = (desk: Pick<AuditDesk, 'put'>, recording: Recording): Stage => ({
  name: 'open audit record',
  run(passage): Promise<void> | void {
    if (passage.operation?.definition.operation !== 'mutation') return;
    return desk.put(openingRecord(passage, recording)).then(() => {
      passage.isOpen = true;
    });
  },
});
