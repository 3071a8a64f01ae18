import { type BadCase, question, who } from './badCase.ts';

const reader = who('JUS', 'REGISTRAR');
const auditor = who('EXC', 'AUDITOR');

/** Texts that are looked for, by list: each filter field that takes one. */
const searched: readonly (readonly [string, BadCase['as'], readonly string[]])[] = [
  ['documents', reader, ['text', 'outgoingNumber', 'number', 'language']],
  ['institutions', reader, ['text', 'sector']],
  ['auditEntries', auditor, ['official', 'institution', 'act', 'documentId', 'consignmentId', 'code', 'traceId', 'place', 'breakGlass']],
];

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
  question('{ documents(filter: { kind: ["no kind"] }) { totalCount } }', {
    says: 'documents of what is no kind',
    as: reader,
    code: 'MALFORMED_ID',
  }),
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
  question('{ documents(filter: { jointInstitution: ["no code"] }) { totalCount } }', {
    says: 'documents together with what is no code',
    as: reader,
    code: 'MALFORMED_ID',
  }),
  question('{ breakGlasses(filter: { documentId: "no id" }) { edges { cursor } } }', {
    says: 'sights of what is no document',
    as: auditor,
    code: 'MALFORMED_ID',
  }),
  question('{ institutions(filter: { parent: "no code" }) { totalCount } }', {
    says: 'institutions under what is no code',
    as: reader,
    code: 'MALFORMED_ID',
  }),
];
