import { openPrisma, type Transaction } from '@chancery/kernel';
import { PrismaClient } from './prisma/client/client.ts';

/** The audit trail's own database. */
export type AuditDatabase = PrismaClient;

/** What a statement of the audit trail runs on: its database, or a transaction of it. */
export type AuditTransaction = Transaction;

/** Opens the audit trail's database at a PostgreSQL URL. */
export const openAudit = (url: string): AuditDatabase => openPrisma(PrismaClient, url);
