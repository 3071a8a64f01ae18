import type { Mandate } from '@chancery/trust';
import type { Patience } from './patience.ts';

/** What a service answers beside GraphQL: `GET /events`, `POST /rebuild`. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** An answer that waits for something to happen waits no longer once `gone()` is aborted. */
  answer(request: RouteRequest): Promise<RouteAnswer>;
}

export interface RouteRequest {
  readonly mandate: Mandate;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly patience: Patience;
  /** The asker has gone away, or the server is closing. */
  readonly gone: () => AbortSignal;
}

export interface RouteAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  /** What is told besides. */
  readonly headers?: Readonly<Record<string, string>>;
}
