import { type Attack, many } from './attack.ts';

const json = { 'content-type': 'application/json' };
const bomb = many(30, (i) => `fragment F${i} on Institution { a: parent { ...F${i + 1} } b: parent { ...F${i + 1} } }`);
const nestedJson = `{"query":"{ __typename }","variables":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;

/** What else is tried at a gateway's door. */
export const own: readonly Attack[] = [
  {
    id: 'own-fragment-bomb',
    says: 'fragments that double thirty times',
    body: { query: `{ institution(code: "JUS") { ...F0 } } ${bomb} fragment F30 on Institution { code }` },
    must: { code: 'OPERATION_TOO_LARGE' },
  },
  {
    id: 'own-fragments',
    says: 'too many fragments',
    body: { query: `{ me { id } } ${many(51, (i) => `fragment F${i} on Official { id }`)}` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Fragments: 51, at most 50' },
  },
  {
    id: 'own-spreads',
    says: 'too many spreads of one fragment',
    body: { query: `{ me { ${many(201, () => '...F')} } } fragment F on Official { id }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Spreads of fragments: 201, at most 200' },
  },
  {
    id: 'own-operations',
    says: 'too many operations, one of which is meant',
    body: { query: many(11, (i) => `query Q${i} { me { id } }`), operationName: 'Q0' },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Operations: 11, at most 10' },
  },
  {
    id: 'own-variables',
    says: 'too many variables',
    body: { query: `query Q(${many(101, (i) => `$v${i}: ID`)}) { me { id } }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Variables: 101, at most 100' },
  },
  {
    id: 'own-brackets',
    says: 'a list in a list, a thousand deep',
    body: { query: `{ document(id: ${'['.repeat(1_000)}${']'.repeat(1_000)}) { id } }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Brackets in brackets' },
  },
  {
    id: 'own-json-depth',
    says: 'variables nested a hundred thousand deep',
    headers: json,
    body: nestedJson,
    must: { status: 200, data: { data: { __typename: 'Query' } } },
  },
  {
    id: 'own-prototype',
    says: 'names that JavaScript keeps for itself',
    headers: json,
    body: '{"query":"{ __typename }","variables":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"extensions":{"__proto__":{"cost":true}}}',
    must: { data: { data: { __typename: 'Query' } } },
  },
  {
    id: 'own-overlap',
    says: 'selections that are to be compared with each other, all with all',
    body: { query: `{ me { ${many(900, () => 'institution { code }')} } }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Fields of one name at one place, in pairs: more than 20000' },
  },
  {
    id: 'own-overlap-fragments',
    says: 'the same through fragments that nobody spreads',
    body: { query: `{ me { id } } ${many(2, (f) => `fragment F${f} on Official { ${many(400, () => 'institution { code }')} }`)}` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Fields of one name at one place, in pairs: more than 20000' },
  },
  {
    id: 'own-overlap-nested',
    says: 'few of one name in each place of the text, many in one place of the answer',
    body: { query: `{ me { ${many(60, () => `institution { ${many(20, () => 'code')} }`)} } }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Fields of one name at one place, in pairs: more than 20000' },
  },
  {
    id: 'own-text',
    says: 'a text that is one long string, within the limit of tokens',
    body: { query: `{ document(id: "${'x'.repeat(140_000)}") { id } }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Text: 140027 bytes, at most 131072' },
  },
  {
    id: 'own-service',
    says: 'a federation subgraph’s own words',
    body: { query: '{ _service { sdl } }' },
    must: { code: 'GRAPHQL_VALIDATION_FAILED', never: /type Query/ },
  },
  {
    id: 'own-entities',
    says: 'an entity past its owner',
    body: { query: '{ _entities(representations: []) { __typename } }' },
    must: { code: 'GRAPHQL_VALIDATION_FAILED' },
  },
  {
    id: 'own-service-command',
    says: 'a command that stands between services',
    body: { query: 'mutation { appendAuditEntries(input: { entries: [] }) { appended } }' },
    must: { code: 'GRAPHQL_VALIDATION_FAILED' },
  },
  {
    id: 'own-mandate',
    says: 'a mandate of the attacker’s own beside the token',
    headers: { ...json, 'x-mandate': 'e30.e30.', forwarded: 'for=10.0.0.1', 'x-caller': 'EXC:m.prokopenko' },
    body: { query: '{ auditEntries { totalCount } }' },
    must: { code: 'DUTY_REQUIRED' },
  },
  {
    id: 'own-sql',
    says: 'SQL in an argument',
    body: {
      query: 'query($t: String) { documents(filter: { text: $t }) { totalCount } }',
      variables: { t: "' OR 1=1; DROP TABLE card; --" },
    },
    must: { data: { data: { documents: { totalCount: 0 } } } },
  },
  {
    id: 'own-huge-number',
    says: 'a page of all rows',
    body: { query: '{ documents(first: 2147483647) { edges { cursor } } }' },
    must: { code: 'PAGE_TOO_LARGE' },
  },
  {
    id: 'own-traversal',
    says: 'a file through the path',
    method: 'GET',
    path: '/graphql/..%2f..%2fetc/passwd',
    must: { status: 404, never: /root:/ },
  },
  {
    id: 'own-charset',
    says: 'another encoding of characters',
    headers: { 'content-type': 'application/json; charset=utf-7' },
    body: '{"query":"{ __typename }"}',
    must: { status: 415 },
  },
  {
    id: 'own-hash',
    says: 'a hash of what nobody published',
    body: { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
    must: { code: 'PERSISTED_OPERATION_NOT_FOUND' },
  },
  {
    id: 'own-log-injection',
    says: 'a name of an operation with line ends',
    body: { query: '{ __typename }', operationName: 'Q\nINJECTED' },
    must: { code: 'GRAPHQL_VALIDATION_FAILED' },
  },
  {
    id: 'own-direction',
    says: 'a title that reads other than it is',
    body: { query: 'mutation { draftLegalOpinion(input: { title: "Sum \u202e00001" }) { document { id } } }' },
    must: { code: 'CONTROL_CHARACTERS' },
  },
];
