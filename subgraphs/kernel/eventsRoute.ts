import { mayCall } from '@chancery/trust';
import type { Database } from './database.ts';
import { readOutbox } from './feed.ts';
import type { Route } from './route.ts';

/** The most events of one answer, and the longest wait for the first, in milliseconds. */
const LARGEST_PAGE = 1_000;
const LONGEST_WAIT_MS = 20_000;

/** `GET /events?after=POSITION&first=N&wait=MS`: what happened here after a position, for the services that follow. */
export function eventsRoute(db: Database): Route {
  return {
    method: 'GET',
    path: '/events',
    answer: async ({ mandate, query, gone }) => {
      if (!mayCall(mandate.role, 'events')) return { status: 403, body: '{"error":"FORBIDDEN"}' };
      const after = within(query.get('after'), 0, Number.MAX_SAFE_INTEGER);
      const first = within(query.get('first'), 1, LARGEST_PAGE);
      const wait = within(query.get('wait'), 0, LONGEST_WAIT_MS);
      if (after === null || first === null || wait === null) return { status: 400, body: '{"error":"BAD_INPUT"}' };
      return { status: 200, body: JSON.stringify(await readOutbox(db, after, first, wait, gone())) };
    },
  };
}

function within(text: string | null, least: number, most: number): number | null {
  const value = text === null || !/^\d{1,16}$/.test(text) ? Number.NaN : Number(text);
  return value >= least && value <= most ? value : null;
}
