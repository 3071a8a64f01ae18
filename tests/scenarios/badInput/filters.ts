import { type BadCase, invented, question, who } from './badCase.ts';

const reader = who('JUS', 'REGISTRAR');
const auditor = who('EXC', 'AUDITOR');

/** Texts that are looked for, by list: each filter field that takes one. */
const searched: readonly (readonly [string, BadCase['as'], readonly string[]])[] = [
  ['documents', reader, ['text', 'outgoingNumber', 'number', 'language']],
  ['institutions', reader, ['text', 'sector']],
  ['auditEntries', auditor, ['act', 'code', 'place']],
];

/** Ids and codes that lists are narrowed by; of some a filter takes several. */
const named: readonly (readonly [list: string, BadCase['as'], filter: string, one: readonly string[], several: readonly string[]])[] = [
  ['documents', reader, 'DocumentFilter', [], ['institution', 'jointInstitution', 'kind']],
  ['institutions', reader, 'InstitutionFilter', ['parent'], []],
  ['auditEntries', auditor, 'AuditFilter', ['official', 'institution', 'documentId', 'consignmentId', 'traceId', 'breakGlass'], []],
  ['appointments', who('JUS', 'SECURITY_OFFICER'), 'AppointmentFilter', ['official', 'institution'], []],
  ['breakGlasses', auditor, 'BreakGlassFilter', ['documentId'], []],
];
const malformed = ['', ' ', 'no id', 'jus', 'JUS:', 'JUS:LegalOpinion:1', `JUS:appointment:${invented}`, '\u0000', 'x'.repeat(100_000)];

/** What nobody can look for. */
const unsearchable: readonly (readonly [string, string, Pick<BadCase, 'code'>])[] = [
  ['a text with a NUL', 'a\u0000b', { code: 'CONTROL_CHARACTERS' }],
  ['a text with half a character', 'a\ud800b', { code: 'CONTROL_CHARACTERS' }],
  ['a text of 501 characters', 'x'.repeat(501), { code: 'TEXT_TOO_LONG' }],
];

const tooMany = Array.from({ length: 1_001 }, () => 'JUS');

/** Filters that no list takes. */
export const badFilters: readonly BadCase[] = [
  ...searched.flatMap(([list, as, fields]) =>
    fields.flatMap((field) =>
      unsearchable.map(([says, value, refused]) =>
        question(
          `query Bad($filter: ${list === 'documents' ? 'Document' : list === 'institutions' ? 'Institution' : 'Audit'}Filter) { ${list}(filter: $filter) { totalCount } }`,
          { says: `${list}: ${field} is ${says}`, as, ...refused },
          () => ({ filter: { [field]: value } }),
        ),
      ),
    ),
  ),
  ...named.flatMap(([list, as, type, one, several]) =>
    [...one, ...several].flatMap((field) =>
      malformed.map((id) =>
        question(
          `query Bad($filter: ${type}) { ${list}(filter: $filter) { edges { cursor } } }`,
          { says: `${list}: ${field} is ${JSON.stringify(id.slice(0, 40))}`, as, code: 'MALFORMED_ID', names: `filter.${field}` },
          () => ({ filter: { [field]: several.includes(field) ? [id] : id } }),
        ),
      ),
    ),
  ),
  question(
    'query Bad($of: [ID!]) { documents(filter: { institution: $of }) { totalCount } }',
    { says: 'documents of 1,001 institutions', as: reader, code: 'BAD_INPUT' },
    () => ({ of: tooMany }),
  ),
  question(
    'query Bad($of: [ID!]) { exchangeStatistics(filter: { recipient: $of }, groupBy: [YEAR]) { count } }',
    { says: 'statistics of 1,001 recipients', as: reader, code: 'BAD_INPUT' },
    () => ({ of: tooMany }),
  ),
  ...['', 'YEAR, YEAR'].map((by) =>
    question(`{ documentStatistics(groupBy: [${by}]) { count } }`, {
      says: `statistics of documents by [${by}]`,
      as: reader,
      code: 'BAD_INPUT',
    }),
  ),
  question('{ documents(filter: { text: "a" }) { facets(of: [KIND], first: 101) { dimension } } }', {
    says: 'facets of 101 values',
    as: reader,
    code: 'PAGE_TOO_LARGE',
  }),
  question('{ documents(orderBy: RELEVANCE) { totalCount } }', {
    says: 'documents by relevance to nothing',
    as: reader,
    code: 'BAD_INPUT',
  }),
];
