import { type CallContext, callerOf, type Resolvers, requireRole } from '@chancery/kernel';
import { calls } from '@chancery/trust';
import { type AnnounceSealInput, announceSeal } from './announceSeal.ts';
import { changesAfter } from './changes.ts';
import type { DirectoryDatabase } from './database.ts';
import { enrol } from './enrol.ts';
import type { EnrolInput } from './enrolment.ts';
import {
  type InstitutionFilter,
  type InstitutionRow,
  institutionOfCode,
  institutionsPage,
  namedInstitution,
  type Page,
  sharedServer,
} from './institutions.ts';
import { dutiesHeldBy, type HeldDutyRow, type OfficialRow, officialOfId, officialsOf } from './officials.ts';
import { regulationResolvers } from './regulation/resolvers.ts';

/** What the directory answers: to every official who takes part, and to the services. */
export const directoryResolvers = (db: DirectoryDatabase, regulation = regulationResolvers(db)): Resolvers => ({
  ...regulation,
  Query: {
    ...regulation.Query,
    me: (_: unknown, __: unknown, context: CallContext) => officialOfId(db, callerOf(context).official),
    institution: (_: unknown, { code }: { code: string }, context: CallContext) => {
      callerOf(context);
      return namedInstitution(db, code);
    },
    institutions: (_: unknown, { filter, ...page }: Page & { filter?: InstitutionFilter | null }, context: CallContext) => {
      callerOf(context);
      return institutionsPage(db, filter ?? {}, page);
    },
    directoryChanges: (_: unknown, { after, first }: { after: number; first: number }, context: CallContext) => {
      requireRole(context, ...calls.directoryChanges);
      return changesAfter(db, after, first, context.now);
    },
  },
  Mutation: {
    ...regulation.Mutation,
    enrol: async (_: unknown, { input }: { input: EnrolInput }, context: CallContext) => {
      requireRole(context, ...calls.enrol);
      return { version: await enrol(db, input, context.now) };
    },
    announceSeal: async (_: unknown, { input }: { input: AnnounceSealInput }, context: CallContext) => {
      requireRole(context, ...calls.announceSeal);
      return { version: await announceSeal(db, context.mandate.issuer, input) };
    },
  },
  Institution: {
    __resolveReference: async ({ code }: { code: string }, context: CallContext) => {
      callerOf(context);
      return institutionOfCode(db, code);
    },
    hosted: ({ server }: InstitutionRow) => server === sharedServer,
    parent: ({ parentCode }: InstitutionRow) => (parentCode === null ? null : institutionOfCode(db, parentCode)),
    officials: ({ code }: InstitutionRow, page: Page, context: CallContext) => officialsOf(db, context, code, page),
  },
  Official: {
    __resolveReference: async ({ id }: { id: string }, context: CallContext) => {
      callerOf(context);
      return officialOfId(db, id);
    },
    institution: ({ institutionCode }: OfficialRow) => institutionOfCode(db, institutionCode),
    duties: ({ id }: OfficialRow, _: unknown, context: CallContext) => dutiesHeldBy(db, context, id),
  },
  HeldDuty: {
    institution: ({ institutionCode }: HeldDutyRow) => institutionOfCode(db, institutionCode),
  },
});
