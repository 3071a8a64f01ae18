import { type CallContext, callerOf, type Resolvers, requireRole } from '@chancery/kernel';
import DataLoader from 'dataloader';
import { appendEntries } from './appendEntries.ts';
import type { AuditEntry } from './auditEntry.ts';
import type { AuditDatabase } from './database.ts';
import { documentEntries, entriesAsked } from './documentEntries.ts';
import { type EntriesArguments, listEntries } from './entries.ts';
import { parseAuditRecord } from './parseAuditRecord.ts';

/** Answers the audit trail's part of the graph. */
export const resolversOf = (db: AuditDatabase): Resolvers => ({
  Query: {
    auditEntries: async (_: unknown, asked: EntriesArguments, context: CallContext) => listEntries(db, callerOf(context), asked),
  },
  Mutation: {
    appendAuditEntries: async (_: unknown, { input }: { input: { entries: readonly unknown[] } }, context: CallContext) => {
      requireRole(context, 'gateway');
      await appendEntries(db, input.entries.map(parseAuditRecord));
      return { appended: input.entries.length };
    },
  },
  Document: {
    auditEntries: async ({ id }: { id: string }, { last }: { last?: number | null }, context: CallContext) =>
      loaderOf(db, context, entriesAsked(last)).load(id),
  },
});

/** Gathers the documents of one call that ask for equally many entries. */
const loaderOf = (db: AuditDatabase, context: CallContext, last: number): DataLoader<string, readonly AuditEntry[] | null> =>
  context.once(`auditEntries ${last}`, () => new DataLoader((ids) => documentEntries(db, callerOf(context), ids, last)));
