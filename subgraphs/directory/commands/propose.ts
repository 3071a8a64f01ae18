import { type Appointment, appointmentId, Refusal } from '@chancery/domain';
import { newId } from '@chancery/trust';
import { type AppointmentRecord, insertAppointment, isProposed } from '../tables/appointments.ts';
import type { DirectoryAnswer, DirectoryScope } from './directoryCommand.ts';

type Proposed = Pick<AppointmentRecord, 'official' | 'institution' | 'duty' | 'from' | 'to'>;

/** §2.6.2 Lets what one security officer wants to give wait for another. Throws `APPOINTMENT_PENDING`. */
export async function propose({ tx, caller, now, tell }: DirectoryScope, proposed: Proposed): Promise<DirectoryAnswer> {
  const { official, institution, duty, from, to } = proposed;
  if (await isProposed(tx, proposed, now)) throw new Refusal('APPOINTMENT_PENDING');
  const asked: Pick<Appointment, 'official' | 'institution' | 'duty'> = { official, institution, duty };
  const id = appointmentId(institution, newId());
  await insertAppointment(tx, { id, ...asked, from, to, proposedBy: caller.official, proposedAt: now, decided: 'PENDING' });
  tell(official, { institution, duty, reference: id });
  return { official, appointment: id };
}
