import { describe, expect, test } from 'vitest';
import { exchangeTelling, thrown } from '../tests/kit/toldClient.ts';
import { createClient, operations } from './index.ts';

describe('who calls it wrongly', () => {
  const url = 'https://exchange.example/graphql';

  test.each([
    undefined,
    null,
    '',
    'exchange.example/graphql',
    '/graphql',
    'ftp://exchange.example/graphql',
    'https://a:b@exchange.example',
    7,
    {},
  ])('is told so of the address %s at once', (wrong) => {
    expect(() => createClient({ url: wrong as string })).toThrow(
      expect.objectContaining({ name: 'ChanceryError', code: 'BAD_INPUT', message: expect.stringMatching(/^url /) }),
    );
  });

  test.each([undefined, null, 'Inbox', {}, { id: 'abc', type: 'query' }, 'query { me { id } }'])(
    'is told so of what is no published operation, %s, and nobody is asked',
    async (wrong) => {
      const { asked, client } = exchangeTelling();
      const told = { code: 'BAD_INPUT', message: expect.stringContaining('such as operations.Inbox') };

      expect(await thrown(client.run(wrong as unknown as typeof operations.Me))).toMatchObject(told);
      const pages = client.pages(wrong as unknown as typeof operations.Documents, undefined as never, ({ documents }) => documents);
      expect(await thrown(pages.next())).toMatchObject(told);
      expect(asked).toEqual([]);
    },
  );

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '30000'])(
    'is told so of %s ms, which nobody can wait',
    async (waitMs) => {
      const told = { code: 'BAD_INPUT', message: expect.stringMatching(/^waitMs /) };

      expect(await thrown(exchangeTelling().client.run(operations.Me, {}, { waitMs: waitMs as number }))).toMatchObject(told);
      expect(() => createClient({ url, waitMs: waitMs as number })).toThrow(expect.objectContaining(told));
    },
  );

  test.each(['ab\n', 'a b', 'ї', 7])('is told so of the token %s, which no header holds', async (token) => {
    const client = createClient({ url, token: () => token as string });

    expect(await thrown(client.run(operations.Me))).toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(/^token /) });
  });

  test('is told so of variables that are no JSON', async () => {
    const told = { code: 'BAD_INPUT', message: 'The variables cannot be written as JSON.' };

    expect(await thrown(exchangeTelling().client.run(operations.Document, { id: 7n as unknown as string }))).toMatchObject(told);
  });
});
