import { describe, expect, test } from 'vitest';
import { exchangeTelling, thrown } from '../tests/kit/toldClient.ts';
import { operations } from './index.ts';

describe('pages', () => {
  const page = (endCursor: string | null, hasNextPage = true) => ({
    body: { data: { inbox: { totalCount: 9, edges: [], pageInfo: { hasNextPage, endCursor } } } },
  });
  const asks = (asked: ReturnType<typeof exchangeTelling>['asked']) =>
    asked.map(({ init }) => JSON.parse(String(init.body)).variables.after);

  test.each([
    ['to the end', [page('a'), page('b'), page('c', false)], 100, [null, 'a', 'b']],
    ['no further than it is said', [page('a'), page('b'), page('c')], 2, [null, 'a']],
    ['not round and round', [page('a'), page('a'), page('a')], 100, [null, 'a']],
    ['not without a cursor', [page(null), page(null)], 100, [null]],
  ])('are read %s', async (_what, told, atMost, cursors) => {
    const { asked, client } = exchangeTelling(...told);
    const seen: unknown[] = [];
    for await (const { data } of client.pages(operations.Inbox, { institution: 'FIN' }, ({ inbox }) => inbox, { atMost })) seen.push(data);

    expect(asks(asked)).toEqual(cursors);
    expect(seen).toHaveLength(cursors.length);
  });

  test('begin where they are told to, and end with what is refused', async () => {
    const refused = {
      body: { errors: [{ message: 'No.', extensions: { code: 'CURSOR_INVALID', clause: '1.7' } }], data: { inbox: null } },
    };
    const { asked, client } = exchangeTelling(page('b'), refused);
    const list = client.pages(operations.Inbox, { institution: 'FIN', after: 'a' }, ({ inbox }) => inbox);
    await list.next();

    expect(await thrown(list.next())).toMatchObject({ code: 'CURSOR_INVALID' });
    expect(asks(asked)).toEqual(['a', 'b']);
  });
});
