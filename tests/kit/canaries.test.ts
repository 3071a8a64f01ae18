import { expect, test } from 'vitest';
import { Canaries } from './canaries.ts';

const canaries = new Canaries();
const word = canaries.in('title');
canaries.in('note');

test.each([
  ['as it is', Buffer.from(`before ${word} after`)],
  ['in Base64, one byte in', Buffer.from(Buffer.from(`1${word}!`).toString('base64'))],
  ['in Base64, two bytes in', Buffer.from(Buffer.from(`12${word}`).toString('base64'))],
  ['in Base64 for URLs, three bytes in', Buffer.from(Buffer.from(`123${word}??`).toString('base64url'))],
  ['in a URL', Buffer.from(encodeURIComponent(word))],
])('finds a word %s', (_, bytes) => {
  expect(canaries.foundIn(bytes)).toEqual(['title']);
});

test('finds nothing where nothing is', () => {
  expect(canaries.foundIn(Buffer.from('canary title, but not that one'))).toEqual([]);
});
