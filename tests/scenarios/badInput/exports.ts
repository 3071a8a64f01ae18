import { type BadCase, command, invented, who } from './badCase.ts';

const clerk = who('JUS', 'CLERK');
const auditor = who('EXC', 'AUDITOR');

const bad = (says: string, input: object, code: BadCase['code'] = 'BAD_INPUT'): BadCase =>
  command('startExport', () => ({ format: 'CSV', ...input }), { says: `an export ${says}`, as: clerk, code });

/** Exports that nobody makes, and ids of exports that are another's or nobody's. */
export const badExports: readonly BadCase[] = [
  bad('of nothing', {}),
  bad('of two lists', { documents: {}, exchangeStatistics: { groupBy: ['YEAR'] } }),
  bad('of a list that is null', { documents: null }),
  bad('in no format', { documents: {}, format: null }),
  bad('in a format that there is not', { documents: {}, format: 'PDF' }),
  bad('of a column that there is not', { documents: {}, columns: ['abstract'] }),
  bad('of no columns', { documents: {}, columns: [] }),
  bad('of a column twice', { documents: {}, columns: ['id', 'id'] }),
  bad('of a column of another list', { documentStatistics: { groupBy: ['KIND'] }, columns: ['institution'] }),
  bad('by relevance to nothing', { documents: { orderBy: 'RELEVANCE' } }),
  bad('of a statistic by nothing', { documentStatistics: { groupBy: [] } }),
  bad('of a statistic by the same twice', { exchangeStatistics: { groupBy: ['YEAR', 'YEAR'] } }),
  bad('of a day that is none', { documents: { filter: { documentDateFrom: '2026-02-30' } } }),
  bad('of 1,001 institutions', { documents: { filter: { institution: Array.from({ length: 1_001 }, () => 'JUS') } } }),
  bad('that is asked for at too great a length', { documents: { filter: { kind: Array.from({ length: 1_000 }, () => 'K'.repeat(64)) } } }),
  bad('of what is no institution', { documents: { filter: { institution: ['nobody'] } } }, 'MALFORMED_ID'),
  bad('of a text with a NUL', { documents: { filter: { text: 'a\u0000b' } } }, 'CONTROL_CHARACTERS'),
  command('startAuditExport', () => ({ format: 'CSV', filter: { act: 'x'.repeat(501) } }), {
    says: 'an export of entries of too long an act',
    as: auditor,
    code: 'TEXT_TOO_LONG',
  }),
  command('startAuditExport', () => ({ format: 'CSV', columns: ['decision'] }), {
    says: 'an export of how entries were decided',
    as: auditor,
    code: 'BAD_INPUT',
  }),
  ...[`catalogue:export:${invented}`, `audit:export:${invented}`].map((exportId) =>
    command('cancelExport', () => ({ exportId }), { says: `giving up ${exportId}`, as: clerk, code: 'EXPORT_NOT_FOUND', clause: '3.13' }),
  ),
  command('cancelExport', ({ exports }) => ({ exportId: exports.ofDocuments }), {
    says: "giving up another official's export",
    as: clerk,
    code: 'EXPORT_NOT_FOUND',
  }),
];
