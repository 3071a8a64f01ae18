import { type BadCase, invented, question, who } from './badCase.ts';

const reader = who('JUS', 'REGISTRAR');

interface List {
  readonly as: BadCase['as'];
  /** The list with these arguments. */
  readonly of: (paging: string) => string;
  /** How many values its cursors hold. */
  readonly values: number;
  /** Whether the first of them is a moment. */
  readonly byTime: boolean;
}

const lists: Readonly<Record<string, List>> = {
  documents: { as: reader, of: (paging) => `documents(${paging}) { edges { cursor } }`, values: 4, byTime: false },
  exports: { as: reader, of: (paging) => `exports(${paging}) { edges { cursor } }`, values: 2, byTime: true },
  auditExports: { as: who('EXC', 'AUDITOR'), of: (paging) => `auditExports(${paging}) { edges { cursor } }`, values: 2, byTime: true },
  directoryExports: { as: reader, of: (paging) => `directoryExports(${paging}) { edges { cursor } }`, values: 2, byTime: true },
  perimeterExports: {
    as: reader,
    of: (paging) => `perimeterExports(institution: "JUS", ${paging}) { edges { cursor } }`,
    values: 2,
    byTime: true,
  },
  inbox: { as: reader, of: (paging) => `inbox(institution: "JUS", ${paging}) { edges { cursor } }`, values: 2, byTime: true },
  notices: { as: reader, of: (paging) => `notices(institution: "JUS", ${paging}) { edges { cursor } }`, values: 2, byTime: true },
  institutions: { as: reader, of: (paging) => `institutions(${paging}) { edges { cursor } }`, values: 1, byTime: false },
  regulations: { as: who('EXC', 'OPERATOR'), of: (paging) => `regulations(${paging}) { edges { cursor } }`, values: 1, byTime: false },
  officials: {
    as: reader,
    of: (paging) => `institution(code: "JUS") { officials(${paging}) { edges { cursor } } }`,
    values: 1,
    byTime: false,
  },
  appointments: {
    as: who('JUS', 'SECURITY_OFFICER'),
    of: (paging) => `appointments(${paging}) { edges { cursor } }`,
    values: 2,
    byTime: true,
  },
  breakGlasses: {
    as: who('EXC', 'AUDITOR'),
    of: (paging) => `breakGlasses(${paging}) { edges { cursor } }`,
    values: 2,
    byTime: true,
  },
  delegations: {
    as: reader,
    of: (paging) => `official(id: "JUS:i.shevchuk") { delegations(${paging}) { edges { cursor } } }`,
    values: 2,
    byTime: true,
  },
  auditEntries: { as: who('EXC', 'AUDITOR'), of: (paging) => `auditEntries(${paging}) { edges { cursor } }`, values: 2, byTime: true },
};

/** Pages that are none, or more than one may ask for. */
export const badPages: readonly BadCase[] = Object.entries(lists).flatMap(([name, { as, of }]) => [
  ...[0, -1, 101, 1_000_000_000, -2_147_483_648].map((first) =>
    question(
      `query Bad($first: Int) { ${of('first: $first')} }`,
      { says: `${name}, ${first} at a time`, as, code: 'PAGE_TOO_LARGE' },
      () => ({ first }),
    ),
  ),
  ...[2_147_483_648, 1.5, '20'].map((first) =>
    question(
      `query Bad($first: Int) { ${of('first: $first')} }`,
      { says: `${name}, ${JSON.stringify(first)} at a time`, as, code: 'BAD_INPUT' },
      () => ({ first }),
    ),
  ),
]);

/** Numbers of entries that a document does not give. */
export const badEntryCounts: readonly BadCase[] = [0, -1, 201, 1_000_000_000].map((last) =>
  question(
    'query Bad($id: ID!, $last: Int) { document(id: $id) { auditEntries(last: $last) { id } } }',
    { says: `the last ${last} entries of a document`, as: reader, code: 'PAGE_TOO_LARGE' },
    ({ documents }) => ({ id: documents.REGISTERED, last }),
  ),
);

const cursor = (json: string): string => Buffer.from(json).toString('base64url');
const listOf = (value: string, count: number): string => `[${Array.from({ length: count }, () => value).join(',')}]`;

/** Cursors that no list gave. */
export const badCursors: readonly BadCase[] = Object.entries(lists).flatMap(([name, { as, of, values, byTime }]) => {
  const wrong: Readonly<Record<string, string>> = {
    'of spaces': '   ',
    'of no encoding': '%%%',
    'of no JSON': cursor('JUS'),
    'of an object': cursor('{}'),
    'of too few values': cursor(listOf('"x"', values - 1)),
    'of too many values': cursor(listOf('"x"', values + 1)),
    'of objects': cursor(listOf('{"a":1}', values)),
    'of nulls': cursor(listOf('null', values)),
    'of NULs': cursor(listOf('"a\\u0000b"', values)),
    'of 10,000 characters': cursor(listOf(`"${'x'.repeat(10_000)}"`, values)),
    ...(byTime
      ? {
          'of no moment': cursor('["yesterday","x"]'),
          'of a moment before the calendar': cursor(`["-271821-04-20T00:00:00.000Z","${invented}"]`),
          'of a moment after the calendar': cursor(`["+275760-09-13T00:00:00.000Z","${invented}"]`),
          'of numbers without end': cursor('[1e400,1e400]'),
        }
      : {}),
    ...(name === 'documents'
      ? {
          'of nobody’s seal': cursor('["NEWEST_FIRST","2026-02-03","JUS:LegalOpinion:1","x"]'),
          'of a seal that somebody made': cursor(`["NEWEST_FIRST","2026-02-03","JUS:LegalOpinion:1","${'A'.repeat(16)}"]`),
          'of numbers without end': cursor('["NEWEST_FIRST",1e400,1e400,1e400]'),
        }
      : {}),
  };
  return Object.entries(wrong).map(([says, after]) =>
    question(
      `query Bad($after: String) { ${of('after: $after')} }`,
      { says: `${name} after a cursor ${says}`, as, code: 'CURSOR_INVALID' },
      () => ({ after }),
    ),
  );
});
