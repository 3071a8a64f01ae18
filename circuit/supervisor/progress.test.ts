import { expect, test } from 'vitest';
import { NotDone, Progress } from './progress.ts';

const paper = (isTTY: boolean) => {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, progress: new Progress({ isTTY, write }) };
};

test('says one line for each step, and whether it went well', async () => {
  const { written, progress } = paper(false);
  await progress.step('PostgreSQL', async () => 'up');
  await progress.step('gateway', () => Promise.reject(new Error('no'))).catch(() => undefined);
  expect(written).toEqual([expect.stringMatching(/^ {2}✓ PostgreSQL +0\.0 s\n$/), expect.stringMatching(/^ {2}✗ gateway +failed\n$/)]);
});

test('moves on a terminal only', async () => {
  const { written, progress } = paper(true);
  await progress.step('gateway', () => new Promise((done) => setTimeout(done, 250)));
  expect(written.some((text) => /[⠋⠙⠹] gateway/.test(text))).toBe(true);
});

test('tells what was left undone from what failed', async () => {
  const { written, progress } = paper(false);
  await progress.step('documents', () => Promise.reject(new NotDone('no'))).catch(() => undefined);
  expect(written).toEqual([expect.stringMatching(/^ {2}– documents +not done\n$/)]);
});

test('says nothing more once it is closed', async () => {
  const { written, progress } = paper(false);
  const step = progress.step('gateway', async () => 'up');
  progress.close();
  await step;
  expect(written).toEqual([]);
});
