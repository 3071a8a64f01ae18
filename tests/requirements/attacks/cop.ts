import { type Attack, many } from './attack.ts';

const guessed = /did you mean/i;
const circular = `query { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }`;

/** What graphql-cop tries, on a person who has signed in, and on nobody. */
export const cop: readonly Attack[] = [
  {
    id: 'cop-alias-overloading',
    says: 'a hundred names for one field',
    body: { query: `{ ${many(101, (i) => `alias${i}: __typename`)} }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Root fields: 101, at most 50' },
  },
  {
    id: 'cop-batch',
    says: 'ten operations in one request',
    body: Array.from({ length: 10 }, () => ({ query: '{ __typename }' })),
    must: { status: 400, code: 'BATCH_REFUSED' },
  },
  {
    id: 'cop-directive-overloading',
    says: 'ten directives that do not exist, for ten errors',
    body: { query: `query { __typename ${'@aa'.repeat(10)} }` },
    must: { code: 'GRAPHQL_VALIDATION_FAILED' },
  },
  {
    id: 'cop-field-duplication',
    says: 'one field five hundred times',
    body: { query: `query { ${many(500, () => '__typename')} }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Fields of one name' },
  },
  {
    id: 'cop-circular-introspection',
    says: 'types of fields of types',
    body: { query: circular },
    must: { code: 'GRAPHQL_VALIDATION_FAILED' },
  },
  {
    id: 'cop-circular-fragment',
    says: 'fragments that spread each other',
    body: { query: '{ __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }' },
    must: { code: 'GRAPHQL_VALIDATION_FAILED' },
  },
  {
    id: 'cop-introspection',
    says: 'introspection without a token',
    signedIn: false,
    body: { query: '{ __schema { types { name fields { name } } } }' },
    must: { code: 'OPERATION_NOT_TRUSTED', never: /Query/ },
  },
  {
    id: 'cop-field-suggestions',
    says: 'a field that almost exists, without a token',
    signedIn: false,
    body: { query: '{ __schema { directive } }' },
    must: { code: 'OPERATION_NOT_TRUSTED', never: guessed },
  },
  {
    id: 'cop-graphiql',
    says: 'an explorer at /graphql',
    method: 'GET',
    headers: { accept: 'text/html' },
    must: { never: /graphiql|playground/i },
  },
  ...['/graphiql', '/playground', '/console', '/altair', '/voyager', '/v1/graphql'].map(
    (path): Attack => ({
      id: `cop-graphiql${path.replaceAll('/', '-')}`,
      says: `an explorer at ${path}`,
      method: 'GET',
      path,
      must: { status: 404 },
    }),
  ),
  {
    id: 'cop-get-query',
    says: 'a query by GET that any page can make a browser send',
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent('query { __typename }')}`,
    must: { status: 400, code: 'PREFLIGHT_REQUIRED' },
  },
  {
    id: 'cop-get-mutation',
    says: 'a mutation by GET',
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent('mutation { signDocument(input: { documentId: "x" }) { __typename } }')}`,
    headers: { 'apollo-require-preflight': 'yes' },
    must: { status: 405, code: 'BAD_INPUT' },
  },
  {
    id: 'cop-post-csrf',
    says: 'a form',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'query=%7B__typename%7D',
    must: { status: 415, code: 'BAD_INPUT' },
  },
  {
    id: 'cop-trace-mode',
    says: 'a fault that might tell how it came about',
    headers: { 'apollo-tracing': '1', 'apollo-federation-include-trace': 'ftv1', 'x-debug': '1' },
    body: { query: '{ __typename }', extensions: { tracing: true } },
    must: { data: { data: { __typename: 'Query' } } },
  },
  {
    id: 'cop-unhandled-error',
    says: 'no operation at all',
    body: { query: 'qwerty cop { abc }' },
    must: { code: 'GRAPHQL_PARSE_FAILED', never: /exception|stack/i },
  },
];
