import { describe, expect, test } from 'vitest';
import { exchangeTelling, me, spent, thrown } from '../tests/kit/toldClient.ts';
import { createClient, operations } from './index.ts';

describe('what is told to ask again later', () => {
  test.each([
    ['by the exchange', spent(1)],
    ['by a proxy', { status: 503, headers: { 'retry-after': '1' }, body: 'later' }],
  ])('is asked again, then: %s', async (_what, first) => {
    const { asked, client } = exchangeTelling(first, { body: { data: { me } } });
    const since = performance.now();

    expect((await client.run(operations.Me)).data).toEqual({ me });
    expect(asked).toHaveLength(2);
    expect(performance.now() - since).toBeGreaterThan(950);
  });

  test('is asked once more and no oftener', async () => {
    const { asked, client } = exchangeTelling(spent(0), spent(0), { body: { data: { me } } });

    expect(await thrown(client.run(operations.Me))).toMatchObject({ code: 'BUDGET_SPENT', retryAfter: 0 });
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['a time that is not waited', spent(6)],
    ['no time', { status: 503, body: { errors: [{ message: 'Away.', extensions: { code: 'SERVICE_UNAVAILABLE' } }] } }],
    ['a time that says nothing', { status: 503, headers: { 'retry-after': 'soon' }, body: 'later' }],
  ])('is not asked again with %s', async (_what, told) => {
    const { asked, client } = exchangeTelling(told);
    await thrown(client.run(operations.Me));

    expect(asked).toHaveLength(1);
  });

  test('is not asked again if it is a command', async () => {
    const { asked, client } = exchangeTelling(spent(0));
    await thrown(client.run(operations.SignDocument, { input: { documentId: 'JUS:LegalOpinion:01' } }));

    expect(asked).toHaveLength(1);
  });
});

describe('waiting', () => {
  /** Never answers, and does not listen to whoever stops waiting. */
  const deaf: typeof fetch = () => new Promise(() => {});
  const url = 'https://exchange.example/graphql';

  test('ends with its time', async () => {
    const client = createClient({ url, fetch: deaf, waitMs: 20 });
    expect(await thrown(client.run(operations.Me))).toMatchObject({ code: 'NO_ANSWER_IN_TIME' });
  });

  test('ends with its time where no token comes', async () => {
    const client = createClient({ url, fetch: deaf, token: () => new Promise<string>(() => {}) });
    expect(await thrown(client.run(operations.Me, {}, { waitMs: 20 }))).toMatchObject({ code: 'NO_ANSWER_IN_TIME' });
  });

  test.each([0, 20])('ends with the signal of whoever waits, after %i ms', async (ms) => {
    const leaving = new AbortController();
    if (ms === 0) leaving.abort(new Error('gone'));
    else setTimeout(() => leaving.abort(new Error('gone')), ms);
    await expect(createClient({ url, fetch: deaf }).run(operations.Me, {}, { signal: leaving.signal })).rejects.toThrow('gone');
  });

  test('for the time to ask again ends with the signal too', async () => {
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(new Error('gone')), 20);
    const { asked, client } = exchangeTelling(spent(2));
    await expect(client.run(operations.Me, {}, { signal: leaving.signal })).rejects.toThrow('gone');
    expect(asked).toHaveLength(1);
  });
});
