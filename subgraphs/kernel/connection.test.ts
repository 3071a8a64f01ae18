import { describe, expect, it } from 'vitest';
import { connection, decodeCursor, encodeCursor, momentIn } from './connection.ts';

const page = (rows: readonly number[], size: number, after: string | null = null) =>
  connection(rows, size, { after, cursorOf: (row) => [row, `n${row}`], nodeOf: (row) => row * 10 });

describe('a page of a list', () => {
  it('holds no more than was asked for and says that there is more', () => {
    const { edges, pageInfo } = page([1, 2, 3], 2);

    expect(edges.map(({ node }) => node)).toEqual([10, 20]);
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('ends where its last row stands', () => {
    const { pageInfo } = page([1, 2], 2);

    expect(pageInfo.hasNextPage).toBe(false);
    expect(decodeCursor(pageInfo.endCursor() ?? '', 2)).toEqual([2, 'n2']);
  });

  it('of no rows has no cursors', () => {
    const { pageInfo } = page([], 5, encodeCursor([9, 'n9']));

    expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect([pageInfo.startCursor(), pageInfo.endCursor()]).toEqual([null, null]);
  });

  it.each([
    '',
    'x',
    encodeCursor([1]),
    encodeCursor([1, null]),
    encodeCursor([{ a: 1 }, 2]),
    encodeCursor([1, 'a\0']),
    'A'.repeat(3_000),
    ` ${encodeCursor([1, 2])}`,
    `\u202e${encodeCursor([1, 2])}`,
    `${encodeCursor([1, 2])}=`,
    Buffer.from('{').toString('base64url'),
  ])('refuses the cursor %j that it never gave', (cursor) => {
    expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });

  it('refuses a moment of no calendar that databases keep', () => {
    expect(momentIn('2026-03-01T09:30:00.000Z')).toEqual(new Date('2026-03-01T09:30:00.000Z'));
    for (const place of [
      'yesterday',
      '-271821-04-20T00:00:00.000Z',
      '+275760-09-13T00:00:00.000Z',
      '0000-01-01T00:00:00.000Z',
      5,
      undefined,
    ])
      expect(() => momentIn(place)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });
});
