import { describe, expect, it } from 'vitest';
import { connection, decodeCursor, encodeCursor } from './connection.ts';

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
    expect(decodeCursor(pageInfo.endCursor ?? '', 2)).toEqual([2, 'n2']);
  });

  it('of no rows has no cursors', () => {
    expect(page([], 5, encodeCursor([9, 'n9'])).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    });
  });

  it.each([
    '',
    'x',
    encodeCursor([1]),
    encodeCursor([1, null]),
    encodeCursor([{ a: 1 }, 2]),
    encodeCursor([1, 'a\0']),
    'A'.repeat(3_000),
    Buffer.from('{').toString('base64url'),
  ])('refuses the cursor %j that it never gave', (cursor) => {
    expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });
});
