import type { RefusalReason } from '@chancery/domain';
import { command, type RepeatableInput } from './command.ts';
import type { Desk, Sent } from './documentSteps.ts';

/** What a signatory writes on a received document. */
export interface Instruction {
  readonly instruction: string;
  readonly decision?: string;
  /** A day: `2026-03-01`. */
  readonly decidedOn?: string;
}

/** The recipient's registrar enters the consignment in the incoming register. */
export const registerConsignment = (desk: Desk, sent: Sent): Promise<unknown> => act(desk, sent, 'REGISTRAR', 'registerConsignment');

/** The recipient's registrar refuses it. */
export const refuseConsignment = (desk: Desk, sent: Sent, reason: RefusalReason, note: string): Promise<unknown> =>
  act(desk, sent, 'REGISTRAR', 'refuseConsignment', { reason, note });

/** The recipient's signatory says who does what. */
export const issueResolution = (desk: Desk, sent: Sent, resolution: Instruction): Promise<unknown> =>
  act(desk, sent, 'SIGNATORY', 'issueResolution', { ...resolution, executor: desk.cast(sent.to.code, 'EXECUTOR').official });

/** The executor reports. */
export const reportExecution = (desk: Desk, sent: Sent, report: string): Promise<unknown> =>
  act(desk, sent, 'EXECUTOR', 'reportExecution', { report });

/** The recipient's registrar files it. */
export const fileConsignment = (desk: Desk, sent: Sent, caseFile: string): Promise<unknown> =>
  act(desk, sent, 'REGISTRAR', 'fileConsignment', { caseFile });

function act(desk: Desk, { id, to }: Sent, duty: 'REGISTRAR' | 'SIGNATORY' | 'EXECUTOR', name: string, fields: object = {}) {
  // One dispatch reaches several addressees: the code tells their requests apart.
  const input: RepeatableInput = { ...fields, consignmentId: id, requestId: `${desk.requests}:${name}:${to.code}` };
  return command<unknown>(desk.client, desk.cast(to.code, duty), name, input, 'consignment { id state }');
}
