import { Refusal } from '@chancery/domain';
import type { AuditDesk } from '../auditDesk.ts';
import { closingRecord, type Recording } from '../auditRecords.ts';
import type { Decisions } from '../operation/decisions.ts';
import { type Answer, type Passage, type Stage, showsSomething } from '../passage.ts';

/**
 * How it ended is put on record before the answer leaves, whatever the answer (§10.1). Where that cannot be done, what was read is not
 * shown (§10.2); an act that was put on record before it was done stands there as open, and its answer goes out.
 */
export const closeRecord = (desk: Pick<AuditDesk, 'put'>, recording: Recording, decisions: Pick<Decisions, 'stopped'>): Stage => ({
  name: 'close audit record',
  always: true,
  async run(passage) {
    if (passage.late !== undefined) return closeLater(desk, recording, passage, passage.late);
    const closing = closingRecord(passage, recording, new Date());
    // Also what was stopped before the rules were asked has a decision on record (§10.6).
    const record = closing.decision === undefined ? { ...closing, decision: decisions.stopped(passage, closing.clause) } : closing;
    // §10.1 What nobody in particular asks beyond the common bound has no entry of its own: it would be a way to fill the trail.
    if (passage.caller === null && record.code === 'BUDGET_SPENT') return;
    // The trail was waited for already: the record goes there when it can.
    if (record.code === 'AUDIT_UNAVAILABLE') return void desk.put(record).catch(() => undefined);
    try {
      await desk.put(record);
    } catch (error) {
      if (!(error instanceof Refusal) || !(passage.isOpen || !showsSomething(passage.answer ?? {}))) throw error;
    }
  },
});

/** A mutation that its sender did not wait for stands on record as open until it has ended, and then as it ended. */
function closeLater(desk: Pick<AuditDesk, 'put'>, recording: Recording, passage: Passage, late: Promise<Answer>): void {
  late.then((answer) => desk.put(closingRecord({ ...passage, answer }, recording, new Date()))).catch(() => undefined);
}
