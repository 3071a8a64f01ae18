import { type BadCase, command, invented, question, who } from './badCase.ts';
import { fieldsOf, soundCommands } from './soundCommands.ts';

/** What is no id of anything. */
const malformed = [
  '',
  ' ',
  'JUS',
  'JUS:LegalOpinion',
  `jus:LegalOpinion:${invented}`,
  `JUS:legalOpinion:${invented}`,
  `JUS:LegalOpinion:${invented.toLowerCase()}`,
  `JUS:LegalOpinion:${invented}0`,
  `JUS:LegalOpinion:8${invented.slice(1)}`,
  `JUS:LegalOpinion:${invented.slice(0, 25)}U`,
  `JUS:LegalOpinion:${invented}\n`,
  ` JUS:LegalOpinion:${invented}`,
  `JUS:LegalOpinion:${invented}:1`,
  `JUS::${invented}`,
  `ЮСТ:LegalOpinion:${invented}`,
  `JUS:LegalOpinion:${invented}' OR '1'='1`,
  'a\u0000b',
  '\ud800',
  '../../etc/passwd',
  'x'.repeat(100_000),
];

/** Fields that take ids of documents, consignments, officials and institutions. */
const idFields = [
  'documentId',
  'consignmentId',
  'executor',
  'inReplyTo',
  'official',
  'appointmentId',
  'delegationId',
  'breakGlassId',
  'exportId',
  'sha256',
];
const shown = (id: string): string => JSON.stringify(id.length > 50 ? `${id.slice(0, 5)}… (${id.length})` : id);

/** Every id of every command, malformed. */
export const malformedIds: readonly BadCase[] = soundCommands.flatMap(({ name, as, input }) => [
  ...fieldsOf(name, 'ID')
    .filter((field) => idFields.includes(field.name))
    .flatMap((field) =>
      malformed.map((id) =>
        command(name, (stage) => ({ ...input(stage), [field.name]: id }), {
          says: `${name}: ${field.name} ${shown(id)}`,
          as,
          code: 'MALFORMED_ID',
        }),
      ),
    ),
]);

const reader = who('JUS', 'REGISTRAR');
const documentNotFound = { as: reader, code: 'DOCUMENT_NOT_FOUND', clause: '3.1' } as const;
const consignmentNotFound = { as: reader, code: 'CONSIGNMENT_NOT_FOUND', clause: '3.2' } as const;
const institutionUnknown = { as: reader, code: 'INSTITUTION_UNKNOWN', clause: '1.1' } as const;

const asked: Readonly<Record<string, string>> = {
  document: 'query Bad($id: ID!) { document(id: $id) { id title } }',
  consignment: 'query Bad($id: ID!) { consignment(id: $id) { id state } }',
  dispatch: 'query Bad($id: ID!) { dispatch(id: $id) { id } }',
  export: 'query Bad($id: ID!) { export(id: $id) { status } }',
  directoryExport: 'query Bad($id: ID!) { directoryExport(id: $id) { status } }',
  perimeterExport: 'query Bad($id: ID!) { perimeterExport(id: $id) { status } }',
  perimeterExports: 'query Bad($id: ID!) { perimeterExports(institution: $id) { edges { cursor } } }',
  inbox: 'query Bad($id: ID!) { inbox(institution: $id) { totalCount } }',
  notices: 'query Bad($id: ID!) { notices(institution: $id) { edges { cursor } } }',
  institution: 'query Bad($id: ID!) { institution(code: $id) { name } }',
  official: 'query Bad($id: ID!) { official(id: $id) { name } }',
  documents: 'query Bad($id: ID!) { documents(filter: { institution: [$id] }) { totalCount } }',
  exchangeStatistics: 'query Bad($id: ID!) { exchangeStatistics(filter: { sender: [$id] }, groupBy: [YEAR]) { count } }',
};

/** Every id of every question, malformed. */
export const malformedIdsAsked: readonly BadCase[] = Object.entries(asked).flatMap(([field, query]) =>
  malformed
    .filter((id) => !(id === 'JUS' && query.includes('institution')) && !(id === 'JUS' && field === 'exchangeStatistics'))
    .map((id) => question(query, { says: `${field} of ${shown(id)}`, as: reader, code: 'MALFORMED_ID' }, () => ({ id }))),
);

const ask = (field: string, id: string, refused: Omit<BadCase, 'says' | 'query' | 'variables'>): BadCase =>
  question(asked[field] ?? '', { says: `${field} of ${id}`, ...refused }, () => ({ id }));

const documentCommands = soundCommands.filter(({ name }) =>
  /^(submit|approve|return|sign|register|withdraw|file|dispatch)Document$/.test(name),
);
const consignmentCommands = soundCommands.filter(({ name }) => /Consignment$|^issueResolution$|^reportExecution$/.test(name));

/** Ids that look right and are of nothing. */
export const unknownIds: readonly BadCase[] = [
  ask('document', `JUS:LegalOpinion:${invented}`, documentNotFound),
  ask('document', `JUS:NoKindOfOurs:${invented}`, documentNotFound),
  ask('document', `NAR:LegalOpinion:${invented}`, documentNotFound),
  ask('document', `EXC:OfficialLetter:${invented}`, documentNotFound),
  ask('document', `ZZZ:LegalOpinion:${invented}`, institutionUnknown),
  ask('consignment', `JUS:${invented}`, consignmentNotFound),
  ask('consignment', `ZZZ:${invented}`, consignmentNotFound),
  ask('dispatch', `JUS:${invented}`, { as: reader, code: 'DISPATCH_NOT_FOUND', clause: '3.2' }),
  ask('export', `catalogue:export:${invented}`, { as: reader, code: 'EXPORT_NOT_FOUND', clause: '3.13' }),
  ask('export', `audit:export:${invented}`, { as: reader, code: 'EXPORT_NOT_FOUND', clause: '3.13' }),
  ask('export', `directory:export:${invented}`, { as: reader, code: 'EXPORT_NOT_FOUND', clause: '3.13' }),
  ask('directoryExport', `directory:export:${invented}`, { as: reader, code: 'EXPORT_NOT_FOUND', clause: '3.13' }),
  ask('directoryExport', `catalogue:export:${invented}`, { as: reader, code: 'EXPORT_NOT_FOUND', clause: '3.13' }),
  ask('export', `JUS:export:${invented}`, { as: reader, code: 'EXPORT_NOT_FOUND', clause: '3.13' }),
  ...['JUS', 'FIN', 'NAR', 'EXC', 'catalogue', 'directory'].map((owner) =>
    ask('perimeterExport', `${owner}:export:${invented}`, { as: reader, code: 'EXPORT_NOT_FOUND', clause: '3.13' }),
  ),
  ask('perimeterExport', `ZZZ:export:${invented}`, institutionUnknown),
  ask('document', `JUS:export:${invented}`, { as: reader, code: 'MALFORMED_ID' }),
  ask('perimeterExports', 'ZZZ', institutionUnknown),
  ask('perimeterExports', 'FIN', { as: reader, code: 'NOT_THE_RECIPIENT', clause: '3.4' }),
  ask('inbox', 'ZZZ', institutionUnknown),
  ask('inbox', 'FIN', { as: reader, code: 'NOT_THE_RECIPIENT', clause: '3.4' }),
  ask('notices', 'FIN', { as: reader, code: 'NOT_THE_RECIPIENT', clause: '3.4' }),
  ask('institution', 'ZZZ', institutionUnknown),
  ask('official', 'JUS:nobody', { as: reader, code: 'OFFICIAL_UNKNOWN', clause: '2.2' }),
  ...documentCommands.flatMap(({ name, as, input }) => [
    command(name, (stage) => ({ ...input(stage), documentId: `JUS:LegalOpinion:${invented}` }), {
      says: `${name} of an invented document`,
      ...documentNotFound,
      as,
    }),
    command(name, (stage) => ({ ...input(stage), documentId: `NAR:OfficialLetter:${invented}` }), {
      says: `${name} of another's invented document`,
      ...documentNotFound,
      as,
    }),
  ]),
  ...consignmentCommands.map(({ name, as, input }) =>
    command(name, (stage) => ({ ...input(stage), consignmentId: `MOH:${invented}` }), {
      says: `${name} of an invented consignment`,
      ...consignmentNotFound,
      as,
    }),
  ),
  command('registerDocument', () => ({ documentId: `ZZZ:LegalOpinion:${invented}` }), {
    says: 'registration where there is no institution',
    ...institutionUnknown,
  }),
  command('registerConsignment', () => ({ consignmentId: `ZZZ:${invented}` }), {
    says: 'registration at no institution',
    ...institutionUnknown,
  }),
  command('reviseCourtRuling', ({ drafts }) => ({ documentId: drafts.LegalOpinion, court: 'x' }), {
    says: 'revision of a document of another kind',
    ...documentNotFound,
    as: who('JUS', 'CLERK'),
  }),
];
