import type { Asked, Column, ExportableList, Row } from '@chancery/exporting';
import { reading } from '@chancery/policy';
import type { CatalogueDatabase } from '../database.ts';
import { differentDimensions } from '../documentFacets.ts';
import { type DocumentFilter, readFilter } from '../documentFilter.ts';
import { documentStatistics } from '../documentStatistics.ts';
import type { DocumentSource } from '../documents.ts';
import type { DocumentDimension } from '../knownDocuments.ts';
import { type ExchangeDimension, exchangeStatistics, type StatisticsArguments, soundStatistics } from '../statistics.ts';
import { sightOf } from './sightOf.ts';

/** §3.6 `documentStatistics` as a file: a row for each group that is told. */
export const documentStatisticsList = ({ db, smallestGroup }: DocumentSource): ExportableList =>
  ofGroups('documentStatistics', {
    columnsOf(asked) {
      const { filter, groupBy } = documentGroups(asked);
      readFilter(filter);
      return [...differentDimensions('groupBy', groupBy).map(keyColumn), { name: 'count', type: 'INTEGER' }];
    },
    async read(caller, asked) {
      const { filter, groupBy } = documentGroups(asked);
      const groups = await documentStatistics({ db, caller, filter: readFilter(filter), smallestGroup }, groupBy);
      return groups.map(({ keys, count }) => ({ ...keyed(groupBy, keys), count }));
    },
  });

/** §3.6 `exchangeStatistics` as a file: a row for each group that is told. */
export const exchangeStatisticsList = ({ db }: { readonly db: CatalogueDatabase }): ExportableList =>
  ofGroups('exchangeStatistics', {
    columnsOf(asked) {
      const { groupBy } = soundStatistics(exchangeGroups(asked));
      return [
        ...groupBy.map(keyColumn),
        { name: 'count', type: 'INTEGER' },
        { name: 'medianHoursToRegister', type: 'NUMBER' },
        { name: 'medianDaysToDecision', type: 'NUMBER' },
      ];
    },
    async read(caller, asked) {
      const { filter, groupBy } = exchangeGroups(asked);
      const groups = await exchangeStatistics(db, caller, { filter, groupBy });
      return groups.map(({ keys, ...measured }) => ({ ...keyed(groupBy, keys), ...measured }));
    },
  });

interface Groups extends Pick<ExportableList, 'columnsOf'> {
  read(...[caller, asked]: Parameters<ExportableList['count']>): Promise<readonly Row[]>;
}

/** A statistic is one page: how many groups it may have is bounded. */
const ofGroups = (name: string, { columnsOf, read }: Groups): ExportableList => ({
  name,
  right: reading,
  columnsOf,
  sightOf,
  count: async (caller, asked) => (await read(caller, asked)).length,
  readPage: async (caller, asked) => ({ rows: await read(caller, asked), next: null }),
});

const documentGroups = ({ filter, groupBy }: Asked) => ({
  filter: (filter ?? {}) as DocumentFilter,
  groupBy: groupBy as readonly DocumentDimension[],
});
const exchangeGroups = ({ filter, groupBy }: Asked) => ({
  filter: (filter ?? null) as NonNullable<StatisticsArguments['filter']> | null,
  groupBy: groupBy as readonly ExchangeDimension[],
});

/** `INSTITUTION` as a column is `institution`. */
const columnNamed = (dimension: string): string => dimension.toLowerCase();
const keyColumn = (dimension: string): Column => ({ name: columnNamed(dimension), type: 'TEXT' });
const keyed = (groupBy: readonly string[], keys: readonly (string | null)[]): Row =>
  Object.fromEntries(groupBy.map((dimension, index) => [columnNamed(dimension), keys[index] ?? null]));
