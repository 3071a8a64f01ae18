import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../tests/kit/asking.ts';
import { beginningOfMinute } from '../../tests/kit/beginningOfMinute.ts';
import { migratedDatabase } from '../../tests/kit/databases.ts';
import { published } from '../../tests/kit/publishedOperations.ts';
import { circuit, gatewayAs, standInsOfFile } from '../../tests/kit/standInsOfFile.ts';

const rich = { accept: 'application/graphql-response+json' };
let clerk = '';

standInsOfFile();
beforeAll(async () => {
  clerk = await circuit.token('c.clerk', 'JUS');
});

const usual = () => `${circuit.gateway.url}/graphql`;
const byHash = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

describe('what an operation costs', () => {
  const dear = `{ documents(first: 100) { edges { node { consignments { dispatch { consignments { id } } } } } } }`;

  test('is told when asked', async () => {
    const query = '{ documents(first: 3) { edges { node { id } } } }';
    const cost = { estimated: 20 + 3 * 3, limit: 20_000, remaining: expect.any(Number) };

    expect((await ask(usual(), { query, token: clerk })).extensions).toBeUndefined();
    expect((await ask(usual(), { query, token: clerk, headers: { 'x-chancery-cost': 'include' } })).extensions).toEqual({ cost });
    expect((await ask(usual(), { query, token: clerk, extensions: { cost: true } })).extensions).toEqual({ cost });
  });

  test('is bounded, and nothing is fetched of what costs more', async () => {
    const before = circuit.services.get('catalogue')?.asked.length;
    const refused = await ask(usual(), { query: dear, token: clerk, extensions: { cost: true } });

    expect(refused).toMatchObject({ code: 'OPERATION_TOO_EXPENSIVE', extensions: { cost: { limit: 20_000 } } });
    expect(refused.errors?.[0]?.extensions.clause).toBe('1.5');
    expect(refused.errors?.[0]?.message).toMatch(/Cost: \d{5,}, at most 20000\./);
    expect(circuit.services.get('catalogue')?.asked.length).toBe(before);
  });

  test('does not count what is denied', async () => {
    const operator = await circuit.token('o.oper', 'JUS');
    const { code, extensions } = await ask(usual(), { query: `{ me { id } ${dear.slice(1)}`, token: operator, extensions: { cost: true } });

    expect(code).toBe('DUTY_REQUIRED');
    expect(extensions).toMatchObject({ cost: { estimated: 1 } });
  });

  test('comes out of one budget at all gateways, by the minute', async () => {
    await beginningOfMinute();
    const databaseUrl = await migratedDatabase(new URL('../prisma/migrations/', import.meta.url));
    const query = '{ documents(first: 10) { edges { node { id } } } }'; // 50, and at each gateway once its bytes
    const settings = { callerBudget: 200 + 2 * query.length, institutionBudget: 300 + 2 * query.length };
    const [one, two] = [await gatewayAs({ databaseUrl, settings }), await gatewayAs({ databaseUrl, settings })];
    const answers = [];
    for (const url of [one, two, one, two, one]) answers.push(await ask(url, { query, token: clerk, headers: rich }));
    const spent = answers.find(({ code }) => code === 'BUDGET_SPENT');
    const others = await Promise.all(['a.audit', 's.sign'].map((name) => circuit.token(name, 'JUS')));

    expect(answers.filter(({ errors }) => errors === undefined || errors[0]?.extensions.code === 'INTERNAL').length).toBeLessThanOrEqual(4);
    expect(spent).toMatchObject({ status: 429, errors: [{ extensions: { clause: '1.5', retryAfter: expect.any(Number) } }] });
    expect(Number(spent?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(one, { query, token: clerk })).status).toBe(200);
    // Another official of the institution has a budget of his own, and shares the institution's.
    const codes = [];
    for (const token of others) for (const url of [one, two]) codes.push((await ask(url, { query, token })).code);
    expect(codes[0]).not.toBe('BUDGET_SPENT');
    expect(codes.at(-1)).toBe('BUDGET_SPENT');
  });

  test('is at least something, whatever becomes of an operation', async () => {
    await beginningOfMinute();
    const url = await gatewayAs({ settings: { callerBudget: 3 } });
    const codes = [];
    for (let i = 0; i < 4; i++) codes.push((await ask(url, { extensions: byHash('0'.repeat(64)), token: clerk })).code);

    expect(codes).toEqual([...Array.from({ length: 3 }, () => 'PERSISTED_OPERATION_NOT_FOUND'), 'BUDGET_SPENT']);
  });

  test('is a unit more for each byte of a text that is new, before it is parsed, and five for each field that is planned', async () => {
    await beginningOfMinute();
    const url = await gatewayAs({ settings: { callerBudget: 20_000 } });
    const remaining = async (query: string) => {
      const { extensions } = await ask(url, { query, token: clerk, headers: { 'x-chancery-cost': 'include' } });
      return (extensions as { cost: { remaining: number } }).cost.remaining;
    };
    const small = '{ me { id } }';
    const large = `{ me { ${Array.from({ length: 190 }, (_, i) => `a${i}: id`).join(' ')} id #ї\n } }`;
    const bytes = Buffer.byteLength(large);
    const before = await remaining(small);
    const first = await remaining(large);
    const again = await remaining(large);

    expect(bytes).toBe(large.length + 1);
    // `me`, its 190 names for `id`, and `id`: five for each field that is planned.
    expect(before - first).toBe(bytes + 1 + 5 * 192);
    expect(first - again).toBe(1);
  });

  test('is what planning takes for each choice of conditions that nobody has made yet', async () => {
    await beginningOfMinute();
    const url = await gatewayAs({ settings: { callerBudget: 20_000 } });
    const query = '{ me { id } }'
      .replace('{', 'query ($a: Boolean!, $b: Boolean!) {')
      .replace('id', 'id @include(if: $a) again: id @skip(if: $b)');
    const remaining = async (a: boolean, b: boolean) => {
      const { extensions } = await ask(url, { query, variables: { a, b }, token: clerk, headers: { 'x-chancery-cost': 'include' } });
      return (extensions as { cost: { remaining: number } }).cost.remaining;
    };
    const left: number[] = [];
    for (const [a, b] of [
      [true, true],
      [true, true],
      [true, false],
      [true, false],
    ] as const)
      left.push(await remaining(a, b));

    expect(left.slice(1).map((each, i) => (left[i] ?? 0) - each)).toEqual([1, 5 * 3 + 1, 1]);
  });

  test('is paid for a text that is found invalid too, each time, until nothing is left to read one', async () => {
    await beginningOfMinute();
    const url = await gatewayAs({ settings: { callerBudget: 8_000 } });
    const invalid = `{ nobody #${'x'.repeat(2_988)}\n }`;
    const codes = [];
    for (let i = 0; i < 3; i++) codes.push((await ask(url, { query: invalid, token: clerk })).code);
    const { data } = await ask(url, { query: published('Documents').body, variables: { first: 5 }, token: clerk });

    expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BUDGET_SPENT']);
    expect(data).toMatchObject({ documents: { totalCount: 5 } });
  });

  test('is nothing more for a published text, by whatever name it is asked for', async () => {
    await beginningOfMinute();
    const url = await gatewayAs({ settings: { callerBudget: 100 } });
    const { body } = published('Documents');
    const codes = [];
    for (const operationName of ['Others', 'More']) codes.push((await ask(url, { query: body, operationName, token: clerk })).code);
    for (const operationName of ['Others', 'More']) codes.push((await ask(url, { query: body, operationName })).code);

    expect(codes).toEqual(codes.map(() => 'GRAPHQL_VALIDATION_FAILED'));
  });
});
