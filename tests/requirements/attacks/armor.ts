import { type Attack, many } from './attack.ts';

const deep = (levels: number): string => `{ institution(code: "JUS") ${'{ parent '.repeat(levels)}{ code }${' }'.repeat(levels)} }`;
const fragmentsDeep = `{ institution(code: "JUS") { ...F0 } } ${many(20, (i) => `fragment F${i} on Institution { parent { ${i < 19 ? `...F${i + 1}` : 'code'} } }`)}`;

/** What GraphQL Armor's plugins keep out: each of them beyond its limit, by the straight way and by the ways around it. */
export const armor: readonly Attack[] = [
  {
    id: 'armor-max-depth',
    says: 'too many levels',
    body: { query: deep(20) },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Levels of nesting: 22, at most 15' },
  },
  {
    id: 'armor-max-depth-fragments',
    says: 'levels hidden in fragments',
    body: { query: fragmentsDeep },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Levels of nesting' },
  },
  {
    id: 'armor-max-aliases',
    says: 'too many aliases',
    body: { query: `{ me { ${many(201, (i) => `a${i}: id`)} } }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Aliases: 201, at most 200' },
  },
  {
    id: 'armor-max-aliases-fragments',
    says: 'aliases multiplied by a fragment',
    body: { query: `{ me { id ${many(45, () => '...F')} } } fragment F on Official { ${many(5, (i) => `a${i}: id`)} }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Aliases: 225, at most 200' },
  },
  {
    id: 'armor-max-directives',
    says: 'too many directives',
    body: { query: `{ me { id ${many(51, () => '@include(if: true)')} } }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Directives: 51, at most 50' },
  },
  {
    id: 'armor-max-tokens',
    says: 'too many tokens',
    body: { query: `{ me { ${many(4_001, () => 'id')} } }` },
    must: { code: 'OPERATION_TOO_LARGE', says: 'Tokens: at most 4000' },
  },
  {
    id: 'armor-character-limit',
    says: 'too much text',
    body: { query: `{ me { id } } #${'x'.repeat(1_100_000)}` },
    must: { status: 413, code: 'OPERATION_TOO_LARGE', says: 'Body: at most 1 MB' },
  },
  {
    id: 'armor-cost-limit',
    says: 'lists in lists in lists',
    body: { query: '{ documents(first: 100) { edges { node { consignments { dispatch { consignments { attempts { number } } } } } } } }' },
    must: { code: 'OPERATION_TOO_EXPENSIVE', says: 'at most 20000' },
  },
  {
    id: 'armor-cost-limit-variables',
    says: 'lists in lists, as long as a variable says',
    body: {
      query: 'query Q($n: Int!) { documents(first: $n) { edges { node { auditEntries(last: $n) { id official { duties { duty } } } } } } }',
      variables: { n: 100 },
    },
    must: { code: 'OPERATION_TOO_EXPENSIVE' },
  },
  {
    id: 'armor-cost-limit-aliases',
    says: 'what may be asked for three times, four times',
    body: { query: `query { ${many(4, (i) => `s${i}: exchangeStatistics(groupBy: [SENDER]) { count }`)} }` },
    must: { code: 'OPERATION_TOO_EXPENSIVE', says: 'Cost: 24000' },
  },
  {
    id: 'armor-block-field-suggestions',
    says: 'a type that almost exists, without a token',
    signedIn: false,
    body: { query: '{ mee { id } }' },
    must: { code: 'OPERATION_NOT_TRUSTED', never: /did you mean/i },
  },
];
