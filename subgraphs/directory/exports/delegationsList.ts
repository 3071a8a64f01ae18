import { parseOfficialId } from '@chancery/domain';
import { type Asked, type Column, type ExportableList, momentsOf, placeIn } from '@chancery/exporting';
import { takingPart } from '@chancery/policy';
import type { DirectoryDatabase } from '../database.ts';
import { namedOfficial } from '../officials.ts';
import { Prisma } from '../prisma/client/client.ts';
import { behindPlace, readDelegations } from '../reading/delegations.ts';
import { PAGE } from './directoryList.ts';

const columns: readonly Column[] = [
  { name: 'id', type: 'TEXT' },
  { name: 'duty', type: 'TEXT' },
  { name: 'institution', type: 'TEXT' },
  { name: 'from', type: 'MOMENT' },
  { name: 'to', type: 'MOMENT' },
  { name: 'delegatedBy', type: 'TEXT' },
  { name: 'delegatedTo', type: 'TEXT' },
  { name: 'inForce', type: 'BOOLEAN' },
];

/** §2.5 `delegations` of an official as a file: given and received, those that begin last first. */
export const delegationsList = (db: DirectoryDatabase, page = PAGE): ExportableList => ({
  name: 'delegations',
  right: takingPart,
  columnsOf(asked) {
    idIn(asked);
    return columns;
  },
  sightOf: () => [],
  async count(_, asked) {
    const { id } = await namedOfficial(db, idIn(asked));
    return db.delegation.count({ where: { OR: [{ delegatorId: id }, { delegateId: id }] } });
  },
  async readPage(_, asked, after) {
    const { id: official } = await namedOfficial(db, idIn(asked));
    const place = placeIn(after);
    const [found = []] = await readDelegations(db, [official], page, place === null ? Prisma.sql`TRUE` : behindPlace(place));
    const last = found.at(-1);
    const rows = found.map((row) => ({
      ...momentsOf(row, ['from', 'to']),
      id: row.id,
      duty: row.duty,
      institution: row.institution,
      delegatedBy: row.delegator,
      delegatedTo: row.delegate,
      inForce: row.inForce,
    }));
    return { rows, next: found.length < page || last === undefined ? null : [last.from.toISOString(), last.id] };
  },
});

const idIn = ({ official }: Asked): string => parseOfficialId(official);
