import type { RefusalCode } from '@chancery/domain';
import { type BadCase, invented, question, who } from './badCase.ts';

/** An HTTP request that holds no operation. */
export interface BadRequest {
  readonly says: string;
  readonly method?: string;
  readonly type?: string;
  readonly body?: string;
  /** After `/graphql`. */
  readonly search?: string;
  readonly status: number;
  /** `BAD_INPUT` unless said. */
  readonly code?: RefusalCode;
  readonly clause?: string;
  /** Sent by a page without asking first: without the header that no page sends so. */
  readonly simple?: true;
}

const json = (value: unknown): string => JSON.stringify(value);
const asks = 'mutation Bad { registerDocument(input: { documentId: "x" }) { outgoingNumber } }';

/** Requests that are none; each is answered with a code and a status that says so to those who read no GraphQL. */
export const badRequests: readonly BadRequest[] = [
  { says: 'nothing', body: '', status: 400 },
  { says: 'malformed JSON', body: '{"query": "{ me { id } }"', status: 400 },
  { says: 'no JSON at all', body: asks, status: 400 },
  { says: 'null', body: 'null', status: 400 },
  { says: 'a text', body: json('{ me { id } }'), status: 400 },
  { says: 'a list of operations', body: json([{ query: asks }, { query: asks }]), status: 400, code: 'BATCH_REFUSED', clause: '1.5' },
  { says: 'no query', body: json({ variables: {} }), status: 400 },
  { says: 'a query that is null', body: json({ query: null }), status: 400 },
  { says: 'a query that is a number', body: json({ query: 5 }), status: 400 },
  { says: 'variables that are a text', body: json({ query: asks, variables: 'x' }), status: 400 },
  { says: 'variables that are a list', body: json({ query: asks, variables: [1] }), status: 400 },
  { says: 'a name that is a number', body: json({ query: asks, operationName: 5 }), status: 400 },
  { says: 'the wrong content type', type: 'text/plain', body: json({ query: asks }), status: 415 },
  { says: 'a form', type: 'application/x-www-form-urlencoded', body: `query=${encodeURIComponent(asks)}`, status: 415 },
  { says: 'another encoding of characters', type: 'application/json; charset=utf-16', body: json({ query: asks }), status: 415 },
  {
    says: 'more than 1 MB',
    body: json({ query: asks, variables: { x: 'x'.repeat(1_100_000) } }),
    status: 413,
    code: 'OPERATION_TOO_LARGE',
    clause: '1.5',
  },
  { says: 'a PUT', method: 'PUT', body: json({ query: asks }), status: 405 },
  { says: 'a DELETE', method: 'DELETE', body: json({ query: asks }), status: 405 },
  { says: 'a mutation by GET', method: 'GET', search: `?query=${encodeURIComponent(asks)}`, status: 405 },
  { says: 'a GET without a query', method: 'GET', status: 400 },
  { says: 'a GET that any page can send', method: 'GET', search: '?query={me{id}}', simple: true, status: 400, code: 'PREFLIGHT_REQUIRED' },
];

const reader = who('JUS', 'REGISTRAR');
const unread = { as: reader, code: 'GRAPHQL_PARSE_FAILED' } as const;
const invalid = { as: reader, code: 'GRAPHQL_VALIDATION_FAILED' } as const;
const tooLarge = { as: reader, code: 'OPERATION_TOO_LARGE', clause: '1.5' } as const;

const nested = (levels: number): string => `{ institution(code: "JUS") ${'{ parent '.repeat(levels)}{ code }${' }'.repeat(levels)} }`;
const many = (count: number, field: (index: number) => string): string =>
  `{ ${Array.from({ length: count }, (_, index) => field(index)).join(' ')} }`;
const between = (field: string): BadCase =>
  question(`mutation Bad { ${field}(input: {}) { __typename } }`, { says: `${field}, which stands between services`, ...invalid });

/** Operations that the graph does not have, or that ask for too much at once. */
export const badOperations: readonly BadCase[] = [
  question('', { says: 'an empty operation', ...unread }),
  question('{ me { id }', { says: 'half an operation', ...unread }),
  question('{ me { id } } \u0000', { says: 'an operation with a NUL', ...unread }),
  question(
    many(2_000, (index) => `a${index}: __typename`),
    { says: 'an operation of 6,000 words', ...tooLarge },
  ),
  question('{ me { password } }', { says: 'a field that does not exist', ...invalid }),
  question('query Bad($id: ID!) { document(id: $other) { id } }', { says: 'a variable that is not declared', ...invalid }, () => ({
    id: 'x',
  })),
  question('{ document(id: "x") { ...Round } } fragment Round on Document { id ...Round }', {
    says: 'a fragment that spreads itself',
    ...invalid,
  }),
  question('subscription Bad { me { id } }', { says: 'a subscription', ...invalid }),
  question('query A { me { id } } query B { me { id } }', { says: 'two operations, and none named', ...invalid }),
  question('{ document(id: "x") { access(is: SECRET) } }', { says: 'an argument that does not exist', ...invalid }),
  question(nested(20), { says: 'an operation of 22 levels', ...tooLarge }),
  question(
    many(60, (index) => `a${index}: __typename`),
    { says: '60 questions at once', ...tooLarge },
  ),
  question(`{ me { ${Array.from({ length: 250 }, (_, index) => `a${index}: id`).join(' ')} } }`, { says: '250 aliases', ...tooLarge }),
  question('{ _service { sdl } }', { says: '_service', ...invalid }),
  question(`{ _entities(representations: [{ __typename: "Document", id: "JUS:LegalOpinion:${invented}" }]) { __typename } }`, {
    says: '_entities',
    ...invalid,
  }),
  question('{ directoryChanges(after: 0, first: 1) }', { says: 'directoryChanges, which stands between services', ...invalid }),
  question('{ cards(ids: []) { id } }', { says: 'cards, which stands between services', ...invalid }),
  ...[
    'releaseDocument',
    'acceptDelivery',
    'settleDelivery',
    'noteClosure',
    'consignmentStanding',
    'concludeRelease',
    'appendAuditEntries',
    'enrol',
    'admitInstitutions',
    'announceSeal',
    'endSeals',
    'renewSeal',
    'renewOfficialKeys',
  ].map(between),
];
