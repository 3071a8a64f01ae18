import { Refusal } from '@chancery/domain';
import type { Exports } from '@chancery/exporting';
import { answerCommand, type CallContext, callerOf, type Resolver, type Resolvers, requireOwnToken, requireRole } from '@chancery/kernel';
import { type AccessTokens, calls, type Profile } from '@chancery/trust';
import { type AdmitInstitutionsInput, admitInstitutions } from './admitInstitutions.ts';
import { askBreakGlass } from './breakGlass/askBreakGlass.ts';
import { confirmBreakGlass, declineBreakGlass, endBreakGlass, reviewBreakGlass } from './breakGlass/decideBreakGlass.ts';
import { breakGlassResolvers } from './breakGlass/resolvers.ts';
import { findBreakGlass } from './breakGlass/table.ts';
import { type ChangesAsked, changesAfter } from './changes.ts';
import { admitOfficial } from './commands/admitOfficial.ts';
import { grantClearance, withdrawClearance } from './commands/clearance.ts';
import { confirmAppointment, declineAppointment } from './commands/decideAppointment.ts';
import { delegateDuty } from './commands/delegateDuty.ts';
import type { DirectoryAnswer, DirectoryCommand } from './commands/directoryCommand.ts';
import { dismissOfficial } from './commands/dismissOfficial.ts';
import { endDelegation } from './commands/endDelegation.ts';
import { endDuty } from './commands/endDuty.ts';
import { grantDuty } from './commands/grantDuty.ts';
import type { DirectoryDatabase } from './database.ts';
import { endMembership } from './endMembership.ts';
import { enrol } from './enrol.ts';
import type { EnrolInput } from './enrolment.ts';
import { exportResolvers } from './exports/resolvers.ts';
import {
  type InstitutionFilter,
  type InstitutionRow,
  institutionOfCode,
  institutionsPage,
  namedInstitution,
  type Page,
  sharedServer,
} from './institutions.ts';
import { dutiesHeldBy, type HeldDutyRow, namedOfficial, type OfficialRow, officialOfId, officialsOf } from './officials.ts';
import { type AppointmentFilter, type AppointmentRow, appointmentOfId, appointmentsPage, dueOf, stateOf } from './reading/appointments.ts';
import { type DelegationRow, delegationOfId, delegationsOf } from './reading/delegations.ts';
import { confirmRegulation, declineRegulation } from './regulation/decideRegulation.ts';
import { proposeRegulation } from './regulation/proposeRegulation.ts';
import { readRegulation } from './regulation/reads.ts';
import { regulationResolvers } from './regulation/resolvers.ts';
import { type AnnounceSealInput, announceSeal, type EndSealsInput, endSeals } from './seals.ts';

/** By the names of their fields in the SDL. */
const commands = {
  admitOfficial,
  dismissOfficial,
  grantDuty,
  endDuty,
  grantClearance,
  withdrawClearance,
  confirmAppointment,
  declineAppointment,
  delegateDuty,
  endDelegation,
  askBreakGlass,
  confirmBreakGlass,
  declineBreakGlass,
  endBreakGlass,
  reviewBreakGlass,
  proposeRegulation,
  confirmRegulation,
  declineRegulation,
};

/** What the directory answers: to every official who takes part, and to the services. */
export const directoryResolvers = (
  db: DirectoryDatabase,
  tokens: Pick<AccessTokens, 'verify'>,
  exports: Exports,
  profile: Profile = 'embedded',
  regulation = regulationResolvers(db),
  sight = breakGlassResolvers(db),
  takenOut = exportResolvers(db, exports),
): Resolvers => ({
  ...regulation,
  ...sight,
  ...takenOut,
  Query: {
    ...regulation.Query,
    ...sight.Query,
    ...takenOut.Query,
    me: (_: unknown, __: unknown, context: CallContext) => officialOfId(db, callerOf(context).official),
    institution: (_: unknown, { code }: { code: string }, context: CallContext) => {
      callerOf(context);
      return namedInstitution(db, code);
    },
    institutions: (_: unknown, { filter, ...page }: Page & { filter?: InstitutionFilter | null }, context: CallContext) => {
      callerOf(context);
      return institutionsPage(db, filter ?? {}, page);
    },
    official: (_: unknown, { id }: { id: string }, context: CallContext) => {
      callerOf(context);
      return namedOfficial(db, id);
    },
    appointments: (_: unknown, { filter, ...page }: Page & { filter?: AppointmentFilter | null }, context: CallContext) =>
      appointmentsPage(db, context, filter ?? {}, page),
    directoryChanges: (_: unknown, asked: ChangesAsked, context: CallContext) => {
      requireRole(context, ...calls.directoryChanges);
      return changesAfter(db, asked, context.now);
    },
  },
  Mutation: {
    ...takenOut.Mutation,
    ...Object.fromEntries(Object.entries(commands).map(([name, run]) => [name, mutation(db, tokens, name, run)])),
    enrol: async (_: unknown, { input }: { input: EnrolInput }, context: CallContext) => {
      requireRole(context, ...calls.enrol);
      if (profile === 'production') throw new Refusal('OFFICERS_ADMIT');
      return { version: await enrol(db, input, context.now) };
    },
    admitInstitutions: async (_: unknown, { input }: { input: AdmitInstitutionsInput }, context: CallContext) => {
      requireRole(context, ...calls.admitInstitutions);
      return { version: await admitInstitutions(db, input, context.now) };
    },
    endMembership: async (_: unknown, { input }: { input: { institution: string } }, context: CallContext) => {
      requireRole(context, ...calls.endMembership);
      return { version: await endMembership(db, input.institution, context.now) };
    },
    announceSeal: async (_: unknown, { input }: { input: AnnounceSealInput }, context: CallContext) => {
      requireRole(context, ...calls.announceSeal);
      return { version: await announceSeal(db, context.mandate.issuer, input, context.now) };
    },
    endSeals: async (_: unknown, { input }: { input: EndSealsInput }, context: CallContext) => {
      requireRole(context, ...calls.endSeals);
      return { version: await endSeals(db, context.mandate.issuer, input, context.now) };
    },
  },
  ...Object.fromEntries(Object.keys(commands).map((name) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`, payload(db)])),
  Institution: {
    __resolveReference: async ({ code }: { code: string }, context: CallContext) => {
      callerOf(context);
      return institutionOfCode(db, context, code);
    },
    hosted: ({ server }: InstitutionRow) => server === sharedServer,
    parent: ({ parentCode }: InstitutionRow, _: unknown, context: CallContext) =>
      parentCode === null ? null : institutionOfCode(db, context, parentCode),
    officials: ({ code }: InstitutionRow, page: Page, context: CallContext) => officialsOf(db, context, code, page),
  },
  Official: {
    __resolveReference: async ({ id }: { id: string }, context: CallContext) => {
      callerOf(context);
      return officialOfId(db, id);
    },
    institution: ({ institutionCode }: OfficialRow, _: unknown, context: CallContext) => institutionOfCode(db, context, institutionCode),
    duties: ({ id }: OfficialRow, _: unknown, context: CallContext) => dutiesHeldBy(db, context, id),
    delegations: ({ id }: OfficialRow, page: Page, context: CallContext) => delegationsOf(db, context, id, page),
  },
  HeldDuty: {
    institution: ({ institutionCode }: HeldDutyRow, _: unknown, context: CallContext) => institutionOfCode(db, context, institutionCode),
    delegatedBy: ({ delegatedBy }: HeldDutyRow) => officialOrNone(db, delegatedBy),
  },
  Delegation: {
    institution: ({ institution }: DelegationRow, _: unknown, context: CallContext) => institutionOfCode(db, context, institution),
    delegatedBy: ({ delegator }: DelegationRow) => officialOfId(db, delegator),
    delegatedTo: ({ delegate }: DelegationRow) => officialOfId(db, delegate),
  },
  Appointment: {
    official: ({ official }: AppointmentRow) => officialOfId(db, official),
    institution: ({ institution }: AppointmentRow, _: unknown, context: CallContext) => institutionOfCode(db, context, institution),
    clearance: ({ duty }: AppointmentRow) => duty === null,
    state: stateOf,
    proposedBy: ({ proposedBy }: AppointmentRow) => officialOfId(db, proposedBy),
    decideBefore: dueOf,
    decidedBy: ({ decidedBy }: AppointmentRow) => officialOrNone(db, decidedBy),
  },
});

/** The field of a command; graphql-js has checked its input against the SDL. */
const mutation =
  (db: DirectoryDatabase, tokens: Pick<AccessTokens, 'verify'>, name: string, run: DirectoryCommand<never>): Resolver =>
  (_: unknown, { input }: { readonly input: never }, context: CallContext) =>
    answerCommand(db, context, { name, input }, async () => {
      await requireOwnToken(tokens, context);
      return run(db, context, input);
    });

const payload = (db: DirectoryDatabase): Readonly<Record<string, Resolver>> => ({
  official: ({ official }: DirectoryAnswer) => officialOrNone(db, official),
  appointment: ({ appointment }: DirectoryAnswer) => (appointment === undefined ? null : appointmentOfId(db, appointment)),
  delegation: ({ delegation }: DirectoryAnswer) => (delegation === undefined ? null : delegationOfId(db, delegation)),
  breakGlass: ({ breakGlass }: DirectoryAnswer) => (breakGlass === undefined ? null : findBreakGlass(db, breakGlass)),
  regulation: ({ version }: DirectoryAnswer, _: unknown, context: CallContext) =>
    version === undefined ? null : readRegulation(db, context, { version }),
});

const officialOrNone = (db: DirectoryDatabase, id: string | null | undefined): Promise<OfficialRow | null> =>
  id === null || id === undefined ? Promise.resolve(null) : officialOfId(db, id);
