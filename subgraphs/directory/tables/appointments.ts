import { type Appointment, type AppointmentId, appointmentDays, type InstitutionCode, type OfficialId } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';

/** A proposal with the time for which the duty would be held. */
export interface AppointmentRecord extends Appointment {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** How a proposal was decided, by whom, and what was said about it. */
export interface Decision {
  readonly decided: 'CONFIRMED' | 'DECLINED';
  readonly decidedBy: OfficialId;
  readonly note: string | null;
}

/** Proposals before this moment have expired by now. §2.6.2 */
export const expiredBefore = (now: Date): Date => new Date(now.getTime() - appointmentDays * 86_400_000);

export async function insertAppointment(tx: Transaction, appointment: AppointmentRecord): Promise<void> {
  const { id, official, institution, duty, from, to, proposedBy, proposedAt } = appointment;
  await tx.$executeRaw`
    INSERT INTO appointment (id, official, institution, duty, held_from, held_to, proposed_by, proposed_at)
    VALUES (${id}, ${official}, ${institution}, ${duty}, ${from}, ${to}, ${proposedBy}, ${proposedAt})`;
}

export async function findAppointment(tx: Transaction, id: AppointmentId): Promise<AppointmentRecord | undefined> {
  const [row] = await tx.$queryRaw<AppointmentRecord[]>`
    SELECT id, official, institution, duty, held_from AS "from", held_to AS "to", proposed_by AS "proposedBy", proposed_at AS "proposedAt", decided
    FROM appointment WHERE id = ${id}`;
  return row;
}

/** Whether the same is proposed already and waits. */
export async function isProposed(
  tx: Transaction,
  asked: Pick<Appointment, 'official' | 'institution' | 'duty'>,
  now: Date,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM appointment WHERE official = ${asked.official} AND institution = ${asked.institution}
      AND duty IS NOT DISTINCT FROM ${asked.duty} AND decided = 'PENDING' AND proposed_at > ${expiredBefore(now)}`;
  return rows.length > 0;
}

export async function recordDecision(tx: Transaction, id: AppointmentId, { decided, decidedBy, note }: Decision, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE appointment SET decided = ${decided}, decided_by = ${decidedBy}, decided_at = ${now}, note = ${note}
     WHERE id = ${id} AND decided = 'PENDING'`;
}

/** Declines all that waits about an official. */
export async function declineAll(tx: Transaction, official: OfficialId, decidedBy: OfficialId, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE appointment SET decided = 'DECLINED', decided_by = ${decidedBy}, decided_at = ${now}, note = 'The official was dismissed.'
     WHERE official = ${official} AND decided = 'PENDING' AND proposed_at > ${expiredBefore(now)}`;
}

/** Whether an official is a security officer of an institution now, by the directory's own word. */
export async function isSecurityOfficer(tx: Transaction, official: OfficialId, institution: InstitutionCode, now: Date): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM duties_at(${now}) WHERE official = ${official} AND institution = ${institution} AND duty = 'SECURITY_OFFICER'`;
  return rows.length > 0;
}
