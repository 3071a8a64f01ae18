import { expect, test } from 'vitest';
import { readAnswer } from './readAnswer.ts';

test('takes of errors what has the form of one, and no more than anybody would read', () => {
  const errors = [
    { message: 'no', path: ['a', 1], extensions: { code: 'X', clause: '3.1', institution: 'FIN', since: 'ever' } },
    null,
    7,
    { message: 1, path: [{}], extensions: [] },
  ];
  expect(readAnswer('justice', JSON.stringify({ data: null, errors }))).toEqual({
    data: null,
    errors: [
      { message: 'no', path: ['a', 1], extensions: { code: 'X', clause: '3.1' } },
      { message: '' },
      { message: '' },
      { message: '' },
    ],
  });
  const many = Array.from({ length: 30_000 }, (_, i) => ({ message: `${i}` }));
  expect(readAnswer('justice', JSON.stringify({ errors: many })).errors).toHaveLength(100);
});
