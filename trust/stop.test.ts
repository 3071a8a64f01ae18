import { expect, it } from 'vitest';
import { Stop } from './stop.ts';

it('tells each that listens once, and none that has left', () => {
  const stop = new Stop();
  const heard: string[] = [];
  const leaves = (): void => void heard.push('who left');
  stop.addEventListener('abort', () => heard.push('first'));
  stop.addEventListener('abort', leaves);
  stop.removeEventListener('abort', leaves);
  expect(stop.aborted).toBe(false);
  stop.abort();
  stop.abort();
  expect(stop.aborted).toBe(true);
  expect(heard).toEqual(['first']);
});

it('tells none that leaves or comes meanwhile', () => {
  const stop = new Stop();
  const heard: string[] = [];
  const second = (): void => void heard.push('second');
  stop.addEventListener('abort', () => {
    heard.push('first');
    stop.removeEventListener('abort', second);
    stop.addEventListener('abort', () => heard.push('too late'));
  });
  stop.addEventListener('abort', second);
  stop.abort();
  expect(heard).toEqual(['first']);
});
