import { type Database, openPrisma } from '@chancery/kernel';
import { PrismaClient } from '../../subgraphs/perimeter/prisma/client/client.ts';
import { migratedDoors } from './databases.ts';

/** A database with the kernel's tables and nothing that runs on it, as its owner opens it. */
export interface Tables {
  readonly db: Database;
  close(): Promise<void>;
}

export async function openTables(): Promise<Tables> {
  const db = openPrisma(PrismaClient, (await migratedDoors(null)).owner, { pool: 25 });
  return { db, close: () => db.$disconnect() };
}
