import type { Exports, ExportsArguments } from '@chancery/exporting';
import { type CallContext, callerOf, plainStatements, type Resolvers, requireRole } from '@chancery/kernel';
import { auditing, refusalUnder } from '@chancery/policy';
import DataLoader from 'dataloader';
import { appendEntries } from './appendEntries.ts';
import type { AuditEntry } from './auditEntry.ts';
import type { AuditDatabase, AuditTransaction } from './database.ts';
import { type AuditDecision, decisionsOf, listRulings, type RulingsArguments } from './decisions.ts';
import { documentEntries, entriesAsked } from './documentEntries.ts';
import { type EntriesArguments, listEntries } from './entries.ts';
import { entriesOrder, type StartAuditExportInput } from './entriesOrder.ts';
import { parseAuditRecord } from './parseAuditRecord.ts';

/** Answers the audit trail's part of the graph. */
export const resolversOf = (db: AuditDatabase, exports: Exports): Resolvers => answersFrom(plainStatements(db), exports);

const answersFrom = (db: AuditTransaction, exports: Exports): Resolvers => ({
  Query: {
    auditEntries: async (_: unknown, asked: EntriesArguments, context: CallContext) => listEntries(db, callerOf(context), asked),
    auditExport: async (_: unknown, { id }: { readonly id: string }, context: CallContext) => exports.find(context, id),
    auditExports: async (_: unknown, asked: ExportsArguments, context: CallContext) => exports.list(context, asked),
    rulings: async (_: unknown, asked: RulingsArguments, context: CallContext) => {
      requireRole(context, 'circuit');
      return listRulings(db, asked);
    },
  },
  Mutation: {
    startAuditExport: async (_: unknown, { input }: { readonly input: StartAuditExportInput }, context: CallContext) =>
      exports.start(context, { name: 'startAuditExport', input }, (exporting) => entriesOrder(exporting, input)),
    cancelAuditExport: async (_: unknown, { input }: { readonly input: CancelExportInput }, context: CallContext) =>
      exports.cancel(context, 'cancelAuditExport', input),
    appendAuditEntries: async (_: unknown, { input }: { input: { entries: readonly unknown[] } }, context: CallContext) => {
      requireRole(context, 'gateway', 'issuer');
      // Each tells of itself.
      const records = input.entries.map((entry) => ({ ...parseAuditRecord(entry), place: context.mandate.issuer }));
      await appendEntries(db, records);
      return { appended: input.entries.length };
    },
  },
  Document: {
    auditEntries: async ({ id }: { id: string }, { last }: { last?: number | null }, context: CallContext) =>
      loaderOf(db, context, entriesAsked(last)).load(id),
  },
  AuditEntry: {
    decision: async ({ id }: AuditEntry, _: unknown, context: CallContext) => {
      const refusal = refusalUnder(auditing, callerOf(context));
      if (refusal !== null) throw refusal;
      return decisionLoaderOf(db, context).load(id);
    },
  },
});

interface CancelExportInput {
  readonly exportId: string;
  readonly requestId?: string | null;
}

/** Gathers the documents of one call that ask for equally many entries. */
const loaderOf = (db: AuditTransaction, context: CallContext, last: number): DataLoader<string, readonly AuditEntry[] | null> =>
  context.once(`auditEntries ${last}`, () => new DataLoader((ids) => documentEntries(db, callerOf(context), ids, last)));

/** Gathers the entries of one call whose decisions are asked for. */
const decisionLoaderOf = (db: AuditTransaction, context: CallContext): DataLoader<string, AuditDecision | null> =>
  context.once('decisions', () => new DataLoader((entries) => decisionsOf(db, entries)));
