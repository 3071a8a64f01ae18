import { appointmentState, decisionDue } from '@chancery/domain';
import { type ExportableList, momentsOf } from '@chancery/exporting';
import { appointing } from '@chancery/policy';
import type { DirectoryDatabase } from '../database.ts';
import {
  type AppointmentFilter,
  appointmentsSeenBy,
  appointmentsThat,
  countAppointments,
  readAppointments,
} from '../reading/appointments.ts';
import { directoryList } from './directoryList.ts';

/** §2.6.2 `appointments` as a file: what waits for a second security officer, and what was decided, the newest first. */
export const appointmentsList = (db: DirectoryDatabase, page?: number): ExportableList =>
  directoryList(
    {
      name: 'appointments',
      right: appointing,
      columns: [
        { name: 'id', type: 'TEXT' },
        { name: 'official', type: 'TEXT' },
        { name: 'institution', type: 'TEXT' },
        { name: 'duty', type: 'TEXT' },
        { name: 'clearance', type: 'BOOLEAN' },
        { name: 'from', type: 'MOMENT' },
        { name: 'to', type: 'MOMENT' },
        { name: 'state', type: 'TEXT' },
        { name: 'proposedBy', type: 'TEXT' },
        { name: 'proposedAt', type: 'MOMENT' },
        { name: 'decideBefore', type: 'MOMENT' },
        { name: 'decidedBy', type: 'TEXT' },
        { name: 'decidedAt', type: 'MOMENT' },
        { name: 'note', type: 'TEXT' },
      ],
      wanted: ({ filter }, now) => appointmentsThat((filter ?? {}) as AppointmentFilter, now),
      seen: appointmentsSeenBy,
      read: (fits, place, most) => readAppointments(db, fits, place, most),
      count: (fits) => countAppointments(db, fits),
      placeOf: ({ proposedAt, id }) => [proposedAt.toISOString(), id],
      rowOf: (row, now) => ({
        ...momentsOf(row, ['from', 'to', 'proposedAt', 'decidedAt']),
        id: row.id,
        official: row.official,
        institution: row.institution,
        duty: row.duty,
        clearance: row.duty === null,
        state: appointmentState(row, now),
        proposedBy: row.proposedBy,
        decideBefore: decisionDue(row).toISOString(),
        decidedBy: row.decidedBy,
        note: row.note,
      }),
    },
    page,
  );
