import { Refusal } from '@chancery/domain';
import { type CallContext, type Resolvers, requireRole } from '@chancery/kernel';
import { calls, type Profile } from '@chancery/trust';
import { type AdmitInstitutionsInput, admitInstitutions } from './admitInstitutions.ts';
import { type ChangesAsked, changesAfter } from './changes.ts';
import type { DirectoryDatabase } from './database.ts';
import { endMembership } from './endMembership.ts';
import { enrol } from './enrol.ts';
import type { EnrolInput } from './enrolment.ts';
import { type AnnounceSealInput, announceSeal, type EndSealsInput, endSeals } from './seals.ts';

/** What the directory answers to services: each to those that `calls` names. */
export const serviceResolvers = (db: DirectoryDatabase, profile: Profile) =>
  ({
    Query: {
      directoryChanges: (_: unknown, asked: ChangesAsked, context: CallContext) => {
        requireRole(context, ...calls.directoryChanges);
        return changesAfter(db, asked, context.now);
      },
    },
    Mutation: {
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
  }) satisfies Resolvers;
