import { type ServiceEntry, ServiceRegistry } from '@chancery/trust';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FollowedSources } from './followedSources.ts';

const entry = (name: string, role: ServiceEntry['role'] = 'perimeter'): ServiceEntry => ({
  name,
  role,
  url: 'https://127.0.0.1:1',
  publicKey: { kty: 'OKP' },
});

const registry = new ServiceRegistry([]);
let running: string[] = [];
let sources: FollowedSources;

beforeEach(() => {
  vi.useFakeTimers();
  running = [];
  registry.replace([entry('justice'), entry('audit', 'audit')]);
  sources = new FollowedSources(registry, ['perimeter'], ({ name }) => ({
    start: () => void running.push(name),
    stop: async () => {
      running = running.filter((each) => each !== name);
    },
  }));
  sources.start();
});
afterEach(async () => {
  await sources.stop();
  vi.useRealTimers();
});

test('follows those of its roles alone', () => {
  expect(running).toEqual(['justice']);
});

test('follows who joins later, and goes on with the others as they are', async () => {
  registry.replace([entry('justice'), entry('agriculture')]);
  await vi.advanceTimersByTimeAsync(1_000);

  expect(running).toEqual(['justice', 'agriculture']);
});

test('follows nobody who has left', async () => {
  registry.replace([entry('agriculture')]);
  await vi.advanceTimersByTimeAsync(1_000);

  expect(running).toEqual(['agriculture']);
});

test('stops all, and starts again', async () => {
  await sources.stop();
  expect(running).toEqual([]);

  sources.start();
  expect(running).toEqual(['justice']);
});
