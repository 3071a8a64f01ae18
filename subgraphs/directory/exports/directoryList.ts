import type { Caller } from '@chancery/domain';
import { type ExportableList, type PagedList, pagedList } from '@chancery/exporting';
import { Prisma } from '../prisma/client/client.ts';

/** A paged list of the directory, as a file is made of it: its statement takes what is asked for, and what a caller sees, as conditions. */
interface DirectoryList<Found> extends Omit<PagedList<Prisma.Sql, Prisma.Sql, Found>, 'fits'> {
  /** Which rows a caller sees. */
  seen(caller: Caller): Prisma.Sql;
}

/** The directory answers every service: nobody waits for a page. */
export const PAGE = 500;

/** §3.13 The list as a file. */
export const directoryList = <Found>({ seen, ...list }: DirectoryList<Found>, page = PAGE): ExportableList =>
  pagedList({ ...list, fits: (caller, wanted) => Prisma.sql`${seen(caller)} AND ${wanted}` }, page);
