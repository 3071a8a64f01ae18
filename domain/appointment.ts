import { type Duty, EXCHANGE } from './caller.ts';
import { Refusal } from './errors.ts';
import type { AppointmentId, InstitutionCode, OfficialId } from './ids.ts';
import { after, type Move } from './lifecycle.ts';

/** Where a proposal stands. One that nobody decides in time expires. */
export const appointmentStates = ['PENDING', 'CONFIRMED', 'DECLINED', 'EXPIRED'] as const;
export type AppointmentState = (typeof appointmentStates)[number];

/** §2.6.2 How many days a proposal waits for the second pair of eyes. */
export const appointmentDays = 14;

/** §2.6.2 The duties that one proposes and another confirms. */
const fourEyes: readonly Duty[] = ['SECURITY_OFFICER', 'AUDITOR', 'OPERATOR'];
export const needsFourEyes = (duty: Duty): boolean => fourEyes.includes(duty);

/** A duty, or clearance, that one security officer has proposed and another decides about. §2.6.2 */
export interface Appointment {
  readonly id: AppointmentId;
  readonly official: OfficialId;
  /** Where the duty would be held; of clearance the official's own institution. */
  readonly institution: InstitutionCode;
  /** Null where it is about clearance. */
  readonly duty: Duty | null;
  readonly proposedBy: OfficialId;
  readonly proposedAt: Date;
  /** As it was decided; PENDING while it was not, whatever the time. */
  readonly decided: Exclude<AppointmentState, 'EXPIRED'>;
}

/** Who decides, and for which institution. */
export interface Officer {
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
}

const closed = { EXPIRED: 'APPOINTMENT_EXPIRED', otherwise: 'APPOINTMENT_CLOSED' } as const;

/** What can be done to a proposal. */
export const appointmentMoves = {
  confirm: { from: ['PENDING'], to: 'CONFIRMED', refuses: closed },
  decline: { from: ['PENDING'], to: 'DECLINED', refuses: closed },
} as const satisfies Record<string, Move<AppointmentState>>;
export type AppointmentVerdict = keyof typeof appointmentMoves;

/** Until before when a proposal may be decided. */
export const decisionDue = ({ proposedAt }: Pick<Appointment, 'proposedAt'>): Date =>
  new Date(proposedAt.getTime() + appointmentDays * 86_400_000);

/** Where a proposal stands at a moment. */
export const appointmentState = (appointment: Pick<Appointment, 'decided' | 'proposedAt'>, now: Date): AppointmentState =>
  appointment.decided === 'PENDING' && now >= decisionDue(appointment) ? 'EXPIRED' : appointment.decided;

/** §2.6.2 Whether an officer may know of a proposal and decide about it: one of the same institution, or of the exchange. */
export const isBefore = ({ institution }: Pick<Officer, 'institution'>, appointment: Pick<Appointment, 'institution'>): boolean =>
  institution === appointment.institution || institution === EXCHANGE;

/**
 * §2.6.2 The state after an officer's decision. Whoever proposed it may take it back, and never confirms it.
 * Throws `APPOINTMENT_NOT_FOUND`, `OWN_APPOINTMENT`, `OWN_PROPOSAL`, `APPOINTMENT_EXPIRED`, `APPOINTMENT_CLOSED`.
 */
export function decide(appointment: Appointment, verdict: AppointmentVerdict, officer: Officer, now: Date): 'CONFIRMED' | 'DECLINED' {
  if (!isBefore(officer, appointment)) throw new Refusal('APPOINTMENT_NOT_FOUND');
  refuseAboutSelf(officer.official, appointment.official);
  if (verdict === 'confirm' && officer.official === appointment.proposedBy) throw new Refusal('OWN_PROPOSAL');
  after(appointmentMoves[verdict], appointmentState(appointment, now));
  return appointmentMoves[verdict].to;
}

/** §2.6.3 Nobody decides about the own duties or the own clearance; throws `OWN_APPOINTMENT`. */
export function refuseAboutSelf(officer: OfficialId, about: OfficialId): void {
  if (officer === about) throw new Refusal('OWN_APPOINTMENT');
}
