import { type BadCase, command, invented, who } from './badCase.ts';

const clerk = who('JUS', 'CLERK');
const auditor = who('EXC', 'AUDITOR');
const officer = who('JUS', 'SECURITY_OFFICER');

const bad = (says: string, input: object, code: BadCase['code'] = 'BAD_INPUT'): BadCase =>
  command('startExport', () => ({ format: 'CSV', ...input }), { says: `an export ${says}`, as: clerk, code });

const badOfDirectory = (says: string, input: object, code: BadCase['code'] = 'BAD_INPUT', as: BadCase['as'] = officer): BadCase =>
  command('startDirectoryExport', () => ({ format: 'CSV', ...input }), { says: `an export of the directory ${says}`, as, code });

const badOfPerimeter = (says: string, input: object, code: BadCase['code'] = 'BAD_INPUT', clause?: string): BadCase =>
  command('startPerimeterExport', () => ({ institution: 'JUS', format: 'CSV', ...input }), {
    says: `an export of a perimeter ${says}`,
    as: clerk,
    code,
    ...(clause === undefined ? {} : { clause }),
  });

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
  badOfDirectory('of nothing', {}),
  badOfDirectory('of two lists', { institutions: {}, appointments: {} }),
  badOfDirectory('of a list that is null', { institutions: null }),
  badOfDirectory('of a list that is not asked for', { regulations: false }),
  badOfDirectory('of a column of another list', { institutions: {}, columns: ['state'] }),
  badOfDirectory('of no columns', { appointments: {}, columns: [] }),
  badOfDirectory('in a format that there is not', { institutions: {}, format: 'PDF' }),
  badOfDirectory('of a state that there is not', { appointments: { filter: { state: ['LOST'] } } }),
  badOfDirectory('of what is no official', { appointments: { filter: { official: 'nobody' } } }, 'MALFORMED_ID'),
  badOfDirectory('of parts of what is no institution', { institutions: { filter: { parent: '../JUS' } } }, 'MALFORMED_ID'),
  badOfDirectory('of the officials of what is no institution', { officials: { institution: 'jus' } }, 'MALFORMED_ID'),
  badOfDirectory('of the officials of no institution', { officials: {} }),
  badOfDirectory('of the delegations of what is no official', { delegations: { official: 'JUS' } }, 'MALFORMED_ID'),
  badOfDirectory('of what is no document', { breakGlasses: { filter: { documentId: 'JUS' } } }, 'MALFORMED_ID'),
  badOfDirectory('of a text with a NUL', { institutions: { filter: { text: 'a\u0000b' } } }, 'CONTROL_CHARACTERS'),
  badOfDirectory('of a text of 501 characters', { institutions: { filter: { sector: 'x'.repeat(501) } } }, 'TEXT_TOO_LONG'),
  ...(
    [
      ['appointments', clerk, '2.6.1'],
      ['appointments', auditor, '2.6.1'],
      ['breakGlasses', clerk, '13.4'],
      ['breakGlasses', 'JUS:no.duty', '13.4'],
    ] as const
  ).map(([list, as, clause]) =>
    command('startDirectoryExport', () => ({ [list]: {}, format: 'CSV' }), {
      says: `an export of ${list} without the duty, §${clause}, by ${JSON.stringify(as)}`,
      as,
      code: 'DUTY_REQUIRED',
      clause,
    }),
  ),
  badOfPerimeter('of nothing', {}),
  badOfPerimeter('of two lists', { inbox: {}, notices: true }),
  badOfPerimeter('of a list that is null', { inbox: null }),
  badOfPerimeter('of a list that is not asked for', { notices: false }),
  badOfPerimeter('of a column of another list', { notices: true, columns: ['incomingNumber'] }),
  badOfPerimeter('of no columns', { inbox: {}, columns: [] }),
  badOfPerimeter('of a column twice', { inbox: {}, columns: ['id', 'id'] }),
  badOfPerimeter('of its sealed copies', { inbox: {}, columns: ['bundle'] }),
  badOfPerimeter('in a format that there is not', { inbox: {}, format: 'PDF' }),
  badOfPerimeter('of a state that there is not', { inbox: { state: ['LOST'] } }),
  badOfPerimeter('of whose institution nothing is said', { institution: null, inbox: {} }),
  badOfPerimeter('of what is no institution', { institution: '../JUS', inbox: {} }, 'MALFORMED_ID'),
  badOfPerimeter('of no member', { institution: 'ZZZ', inbox: {} }, 'INSTITUTION_UNKNOWN', '1.1'),
  badOfPerimeter('of another institution', { institution: 'FIN', inbox: {} }, 'NOT_THE_RECIPIENT', '3.4'),
  badOfPerimeter("of another institution's notices", { institution: 'NAR', notices: true }, 'NOT_THE_RECIPIENT', '3.4'),
  badOfPerimeter('under a request id of 201 characters', { inbox: {}, requestId: 'x'.repeat(201) }),
  ...[`catalogue:export:${invented}`, `audit:export:${invented}`].map((exportId) =>
    command('cancelExport', () => ({ exportId }), { says: `giving up ${exportId}`, as: clerk, code: 'EXPORT_NOT_FOUND', clause: '3.13' }),
  ),
  command('cancelDirectoryExport', ({ exports }) => ({ exportId: exports.ofDirectory }), {
    says: "giving up another official's export of the directory",
    as: clerk,
    code: 'EXPORT_NOT_FOUND',
    clause: '3.13',
  }),
  command('cancelDirectoryExport', ({ exports }) => ({ exportId: exports.ofDocuments }), {
    says: 'giving up an export of the catalogue as one of the directory',
    as: who('JUS', 'REGISTRAR'),
    code: 'EXPORT_NOT_FOUND',
  }),
  command('cancelExport', ({ exports }) => ({ exportId: exports.ofDocuments }), {
    says: "giving up another official's export",
    as: clerk,
    code: 'EXPORT_NOT_FOUND',
  }),
  ...[clerk, who('FIN', 'REGISTRAR'), who('NAR', 'CLERK')].map((as) =>
    command('cancelPerimeterExport', ({ exports }) => ({ exportId: exports.ofPerimeter }), {
      says: `giving up an export of a perimeter that is another's, by ${JSON.stringify(as)}`,
      as,
      code: 'EXPORT_NOT_FOUND',
      clause: '3.13',
    }),
  ),
  command('cancelPerimeterExport', ({ exports }) => ({ exportId: exports.ofDocuments }), {
    says: 'giving up an export of the catalogue as one of a perimeter',
    as: who('JUS', 'REGISTRAR'),
    code: 'EXPORT_NOT_FOUND',
  }),
  command('cancelExport', ({ exports }) => ({ exportId: exports.ofPerimeter }), {
    says: 'giving up an export of a perimeter as one of the catalogue',
    as: who('JUS', 'REGISTRAR'),
    code: 'EXPORT_NOT_FOUND',
  }),
];
