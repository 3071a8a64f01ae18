import { type AppointmentVerdict, cleanText, decide, parseAppointmentId, Refusal, textLimits } from '@chancery/domain';
import { type AppointmentRecord, findAppointment, recordDecision } from '../tables/appointments.ts';
import { actingOfficial, noteChange, setClearance } from '../tables/officials.ts';
import { insertTenure } from '../tables/tenures.ts';
import {
  type CommandInput,
  type DirectoryAnswer,
  type DirectoryCommand,
  type DirectoryScope,
  directoryCommand,
} from './directoryCommand.ts';
import { requireProposerNow } from './dutyNow.ts';
import { periodFrom, requireFree } from './grantDuty.ts';

export interface ConfirmAppointmentInput extends CommandInput {
  readonly appointmentId: string;
}
export interface DeclineAppointmentInput extends ConfirmAppointmentInput {
  readonly reason: string;
}

/** §2.6.2 Another security officer confirms: what was proposed is given. */
export const confirmAppointment: DirectoryCommand<ConfirmAppointmentInput> = (db, context, input) =>
  directoryCommand(db, context, { name: 'confirmAppointment', input }, async (scope) => {
    const appointment = await decided(scope, 'confirm', input, null);
    const { official, institution, proposedBy, duty } = appointment;
    await actingOfficial(scope.tx, official);
    const proposed = { command: duty === null ? 'grantClearance' : 'grantDuty', clause: '2.6.2' };
    await requireProposerNow(scope, { official: proposedBy, institution }, proposed);
    await carryOut(scope, appointment);
    return answer(scope, appointment);
  });

/** §2.6.2 Another security officer declines, or who proposed it takes it back. */
export const declineAppointment: DirectoryCommand<DeclineAppointmentInput> = (db, context, input) =>
  directoryCommand(db, context, { name: 'declineAppointment', input }, async (scope) => {
    const reason = cleanText('reason', input.reason, textLimits.note).trim();
    if (reason === '') throw new Refusal('BAD_INPUT', 'reason is empty.');
    return answer(scope, await decided(scope, 'decline', input, reason));
  });

async function decided(
  scope: DirectoryScope,
  verdict: AppointmentVerdict,
  { appointmentId }: ConfirmAppointmentInput,
  note: string | null,
): Promise<AppointmentRecord> {
  const { tx, caller, now } = scope;
  const id = parseAppointmentId(appointmentId);
  const appointment = await findAppointment(tx, id);
  if (appointment === undefined) throw new Refusal('APPOINTMENT_NOT_FOUND');
  const state = decide(appointment, verdict, caller, now);
  await recordDecision(tx, id, { decided: state, decidedBy: caller.official, note }, now);
  return appointment;
}

async function carryOut(scope: DirectoryScope, { official, institution, duty, from, to }: AppointmentRecord): Promise<void> {
  const { tx, now, version } = scope;
  if (duty === null) return setClearance(tx, official, true, version);
  // What was to begin while it waited begins with the decision.
  const period = periodFrom(from !== null && from > now ? from : now, to, now);
  await requireFree(scope, { official, institution, duty }, period);
  await insertTenure(tx, { official, institution, duty }, period);
  return noteChange(tx, official, version);
}

function answer({ tell }: DirectoryScope, { id, official, institution, duty }: AppointmentRecord): DirectoryAnswer {
  tell(official, { institution, duty, reference: id });
  return { official, appointment: id };
}
