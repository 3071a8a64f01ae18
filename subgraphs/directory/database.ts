import { openPrisma } from '@chancery/kernel';
import { type Prisma, PrismaClient } from './prisma/client/client.ts';

/** The directory's own database. */
export type DirectoryDatabase = PrismaClient;

/** A transaction of it. */
export type DirectoryTransaction = Prisma.TransactionClient;

/** Opens the directory's database at a PostgreSQL URL. */
export const openDirectory = (url: string): DirectoryDatabase => openPrisma(PrismaClient, url);
