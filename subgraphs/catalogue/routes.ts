import type { Parts, Route, RouteAnswer, RouteRequest } from '@chancery/kernel';
import { mayCall } from '@chancery/trust';
import type { CatalogueDatabase } from './database.ts';
import type { Following } from './followers.ts';
import { beginRebuild } from './rebuild.ts';
import { standingOf } from './standing.ts';

/** What those who run the circuit may ask of the catalogue beside GraphQL: `POST /rebuild`, `GET /standing`. */
export const routesOf = (parts: Parts<CatalogueDatabase>, following: Following): readonly Route[] => [
  {
    method: 'POST',
    path: '/rebuild',
    answer: forCircuit(async () => {
      await beginRebuild(parts.db);
      await following.startAgain();
      return answered({ rebuilding: true });
    }),
  },
  { method: 'GET', path: '/standing', answer: forCircuit(async () => answered({ feeds: await standingOf(parts) })) },
];

/** The right to rebuild is the right to see how far it has come. */
const forCircuit =
  (answer: () => Promise<RouteAnswer>) =>
  async ({ mandate }: RouteRequest): Promise<RouteAnswer> =>
    mayCall(mandate.role, 'rebuild') ? answer() : { status: 403, body: '{"error":"FORBIDDEN"}' };

const answered = (value: object): RouteAnswer => ({ status: 200, body: JSON.stringify(value) });
