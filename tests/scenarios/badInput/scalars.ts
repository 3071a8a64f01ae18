import { getNullableType, isListType } from 'graphql';
import { type BadCase, command, question, who } from './badCase.ts';
import { fieldsOf, soundCommands } from './soundCommands.ts';

/** What is no value of a type, by the type. */
const wrongs: Readonly<Record<string, readonly unknown[]>> = {
  Date: ['2026-02-30', '2026-2-3', '0000-01-01', '2026-01-01T00:00:00Z', 'tomorrow', '', 20260101, true, ['2026-01-01', '2026-01-02']],
  DateTime: [
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-01',
    '2026-01-01T00:00:00',
    'now',
    '',
    1767225600000,
    '+275760-09-13T00:00:00Z',
  ],
  Decimal: ['1e9', 'NaN', '1,5', '', '1234567890123456789', '0.1234567890', 12.5, '0x1F'],
  Int: [1.5, '5', 2_147_483_648, -2_147_483_649, true, ''],
  AccessMark: ['SECRET', 'public', '', 1],
  RefusalReason: ['BORED', '', null],
  Duty: ['JUDGE', 'clerk', '', 1],
  ID: [{}, true, 1.5, ['a', 'b']],
};

/** Every field of every command, given what is no value of its type. */
export const badScalars: readonly BadCase[] = soundCommands.flatMap(({ name, as, input }) =>
  Object.entries(wrongs).flatMap(([type, values]) =>
    fieldsOf(name, type).flatMap((field) => {
      const isList = isListType(getNullableType(field.type));
      const fitting = values.filter((value) => !(isList && Array.isArray(value)));
      return fitting.map((value) =>
        command(name, (stage) => ({ ...input(stage), [field.name]: value }), {
          says: `${name}: ${field.name} is ${JSON.stringify(value)}`,
          as,
          code: 'BAD_INPUT',
          names: field.name,
        }),
      );
    }),
  ),
);

const clerk = who('JUS', 'CLERK');
const auditor = who('EXC', 'AUDITOR');
const nothing = { as: clerk, code: 'BAD_INPUT' } as const;

/** Inputs that are not shaped as the graph says, and scalars of questions. */
export const badShapes: readonly BadCase[] = [
  command('draftLegalOpinion', () => ({}), { says: 'a draft without a title', ...nothing }),
  command('draftLegalOpinion', () => ({ title: null }), { says: 'a draft whose title is null', ...nothing }),
  command('draftLegalOpinion', () => ({ title: 'A', secret: 1 }), { says: 'a draft with a field that no input has', ...nothing }),
  command('draftLegalOpinion', () => ['A'], { says: 'an input that is a list', ...nothing }),
  command('dispatchDocument', ({ documents }) => ({ documentId: documents.REGISTERED }), {
    says: 'a dispatch without addressees',
    as: who('JUS', 'REGISTRAR'),
    code: 'BAD_INPUT',
  }),
  command('dispatchDocument', ({ documents }) => ({ documentId: documents.REGISTERED, to: [null] }), {
    says: 'a dispatch to null',
    as: who('JUS', 'REGISTRAR'),
    code: 'BAD_INPUT',
  }),
  question('mutation Bad { draftLegalOpinion(input: { title: "A", documentDate: "2026-02-30" }) { __typename } }', {
    says: 'a draft of a day that is none, written with the command',
    ...nothing,
  }),
  question('mutation Bad { signDocument(input: { documentId: true }) { __typename } }', {
    says: 'an id that is true, written with the command',
    as: who('JUS', 'SIGNATORY'),
    code: 'GRAPHQL_VALIDATION_FAILED',
  }),
  question('{ documents(filter: { documentDateFrom: "2026-02-30" }) { totalCount } }', {
    says: 'documents from a day that is none',
    ...nothing,
  }),
  question('{ documents(filter: { documentDateTo: "x" }) { totalCount } }', { says: 'documents up to a day that is none', ...nothing }),
  question('{ exchangeStatistics(filter: { documentDateFrom: "x" }, groupBy: [YEAR]) { count } }', {
    says: 'statistics from no day',
    ...nothing,
  }),
  question('{ exchangeStatistics(groupBy: []) { count } }', { says: 'statistics by nothing', ...nothing }),
  question('{ exchangeStatistics(groupBy: [YEAR, YEAR]) { count } }', { says: 'statistics by the same twice', ...nothing }),
  question('{ auditEntries(filter: { from: "x" }) { totalCount } }', { says: 'entries from no moment', as: auditor, code: 'BAD_INPUT' }),
  question('{ auditEntries(filter: { to: "2026-02-30T00:00:00Z" }) { totalCount } }', {
    says: 'entries to no moment',
    as: auditor,
    code: 'BAD_INPUT',
  }),
];
