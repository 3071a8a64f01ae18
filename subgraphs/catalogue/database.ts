import { openPrisma, type Transaction } from '@chancery/kernel';
import { PrismaClient } from './prisma/client/client.ts';

/** The catalogue's own database. */
export type CatalogueDatabase = PrismaClient;

/** What a statement of the catalogue runs on: its database, or a transaction of it. */
export type CatalogueTransaction = Transaction;

/** Opens the catalogue's database at a PostgreSQL URL. */
export const openCatalogue = (url: string): CatalogueDatabase =>
  // How many documents a filter finds depends on what is asked for: a rare word and a common one want different plans.
  openPrisma(PrismaClient, url, { settings: '-c plan_cache_mode=force_custom_plan' });
