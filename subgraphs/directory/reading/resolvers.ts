import { type CallContext, callerOf, type Resolvers } from '@chancery/kernel';
import type { DirectoryDatabase } from '../database.ts';
import {
  type InstitutionFilter,
  type InstitutionRow,
  institutionOfCode,
  institutionsPage,
  namedInstitution,
  type Page,
  sharedServer,
} from '../institutions.ts';
import {
  dutiesHeldBy,
  type HeldDutyRow,
  namedOfficial,
  type OfficialRow,
  officialOfId,
  officialOrNone,
  officialsOf,
} from '../officials.ts';
import { type AppointmentFilter, type AppointmentRow, appointmentsPage, dueOf, stateOf } from './appointments.ts';
import { type DelegationRow, delegationsOf } from './delegations.ts';

/** What the directory tells officials of institutions, officials, their duties, and what was proposed for them (§2). */
export const memberResolvers = (db: DirectoryDatabase) =>
  ({
    Query: {
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
    },
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
  }) satisfies Resolvers;
