import { once } from 'node:events';
import type { Mandate } from '@chancery/trust';
import { expect, test } from 'vitest';
import { type Route, serve } from './server.ts';

const anyone = async (): Promise<Mandate> => ({
  issuer: 'audit',
  role: 'audit',
  audience: 'here',
  caller: null,
  record: null,
  operation: null,
});

/** Answers when the asker need wait no longer. */
const longPoll: Route = {
  method: 'GET',
  path: '/events',
  async answer({ gone }) {
    if (!gone.aborted) await once(gone, 'abort');
    return { status: 200, body: '{"events":[]}' };
  },
};

test('answers those who wait for events at once when it closes', async () => {
  const server = await serve({ port: 0, routes: [longPoll], mandateOf: anyone });
  const waiting = [1, 2, 3].map(() => fetch(`${server.url}/events`).then((answer) => answer.json()));
  await new Promise((resolve) => setTimeout(resolve, 200));

  const startedAt = performance.now();
  await server.close();

  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(await Promise.all(waiting)).toEqual([{ events: [] }, { events: [] }, { events: [] }]);
});

test('lets nobody wait who comes over a connection that is still open', async () => {
  const server = await serve({ port: 0, routes: [longPoll], mandateOf: anyone });
  const again = async (): Promise<number> => {
    try {
      await (await fetch(`${server.url}/events`)).json();
      return 1 + (await again());
    } catch {
      return 0;
    }
  };
  const asking = again();
  await new Promise((resolve) => setTimeout(resolve, 200));

  const startedAt = performance.now();
  await server.close();

  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(await asking).toBe(1);
});
