import { rmSync } from 'node:fs';
import { readJson, writeJson } from './files.ts';
import type { Home } from './home.ts';

/** One service as `ready.json` tells of it. */
export interface ReadyService {
  readonly name: string;
  /** Its process that answered last. While it is started again that is the one before: the next one stands here once it answers. */
  readonly pid: number;
  readonly url: string;
  /** The name of its database. */
  readonly database: string;
}

/**
 * What `.chancery/ready.json` says: it stands there from the moment when everything has answered until the circuit stops. A service that dies
 * meanwhile does not take it away, for the others go on answering.
 */
export interface Ready {
  /** The public graph; ends in `/graphql`. */
  readonly graphql: string;
  /** The supervisor's: SIGTERM to it stops everything. */
  readonly pid: number;
  readonly services: readonly ReadyService[];
  /** Where people sign in: the embedded issuer, or the operator's own, which is no process of ours. */
  readonly issuer: { readonly url: string; readonly pid: number | null };
}

export const writeReady = (home: Home, ready: Ready): void => writeJson(home.ready, ready);
export const removeReady = (home: Home): void => rmSync(home.ready, { force: true });
export const readReady = (home: Home): Ready | undefined => readJson<Ready>(home.ready);

/** `justice` of `postgresql://justice:…@127.0.0.1:5433/justice?sslmode=…`. */
export const databaseName = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));
