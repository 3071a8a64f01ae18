import { type CallContext, callerOf, type Resolvers } from '@chancery/kernel';
import type { DirectoryDatabase } from '../database.ts';
import type { Page } from '../institutions.ts';
import { officialOfId } from '../officials.ts';
import { type RegulationView, readRegulation, readRegulations, type WhichRegulation } from './reads.ts';

/** What the directory answers about the regulation in force (§16). */
export const regulationResolvers = (db: DirectoryDatabase) =>
  ({
    Query: {
      regulation: (_: unknown, asked: WhichRegulation, context: CallContext) => {
        callerOf(context);
        return readRegulation(db, context, asked);
      },
      regulations: (_: unknown, page: Page, context: CallContext) => readRegulations(db, context, page),
    },
    Regulation: {
      proposedBy: ({ proposedBy }: RegulationView) => (proposedBy === null ? null : officialOfId(db, proposedBy)),
      decidedBy: ({ decidedBy }: RegulationView) => (decidedBy === null ? null : officialOfId(db, decidedBy)),
    },
  }) satisfies Resolvers;
