import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { together } from './together.ts';

it('goes on with all of one turn in the order in which they came, and only when the turn is over', async () => {
  const heard: string[] = [];
  together(() => heard.push('first'));
  await Promise.resolve();
  together(() => heard.push('second'));
  expect(heard).toEqual([]);
  await turn();
  expect(heard).toEqual(['first', 'second']);
});

it('goes on in the next turn with what comes of it', async () => {
  const heard: string[] = [];
  together(() => {
    heard.push('first');
    together(() => heard.push('next'));
  });
  await turn();
  expect(heard).toEqual(['first']);
  await turn();
  expect(heard).toEqual(['first', 'next']);
});
