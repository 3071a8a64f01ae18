import { openPrisma, type Transaction } from '@chancery/kernel';
import { PrismaClient } from './prisma/client/client.ts';

/** A perimeter's own database. */
export type PerimeterDatabase = PrismaClient;

/** What a statement runs on: a perimeter's database, or one transaction of it. */
export type PerimeterTransaction = Transaction;

/** Opens a perimeter's database at a PostgreSQL URL. */
export const openPerimeter = (url: string): PerimeterDatabase => openPrisma(PrismaClient, url);
