import { openPrisma } from '@chancery/kernel';
import { type Prisma, PrismaClient } from './prisma/client/client.ts';

/** A perimeter's own database. */
export type PerimeterDatabase = PrismaClient;

/** What a statement runs on: a perimeter's database, or one transaction of it. */
export type PerimeterTransaction = Prisma.TransactionClient;

/** Opens a perimeter's database at a PostgreSQL URL. */
export const openPerimeter = (url: string): PerimeterDatabase => openPrisma(PrismaClient, url);
