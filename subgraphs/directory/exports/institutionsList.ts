import type { ExportableList } from '@chancery/exporting';
import { takingPart } from '@chancery/policy';
import type { DirectoryDatabase } from '../database.ts';
import { countInstitutions, type InstitutionFilter, institutionsThat, readInstitutions, sharedServer } from '../institutions.ts';
import { Prisma } from '../prisma/client/client.ts';
import { directoryList } from './directoryList.ts';

/** §2.2 `institutions` as a file: the members of the circuit, by code. */
export const institutionsList = (db: DirectoryDatabase, page?: number): ExportableList =>
  directoryList(
    {
      name: 'institutions',
      right: takingPart,
      columns: [
        { name: 'code', type: 'TEXT' },
        { name: 'name', type: 'TEXT' },
        { name: 'parent', type: 'TEXT' },
        { name: 'sector', type: 'TEXT' },
        { name: 'hosted', type: 'BOOLEAN' },
      ],
      wanted: ({ filter }) => institutionsThat((filter ?? {}) as InstitutionFilter),
      seen: () => Prisma.sql`TRUE`,
      read: (fits, place, most) => readInstitutions(db, fits, place, most),
      count: (fits) => countInstitutions(db, fits),
      placeOf: ({ code }) => [code],
      rowOf: ({ code, name, parentCode, sector, server }) => ({ code, name, parent: parentCode, sector, hosted: server === sharedServer }),
    },
    page,
  );
