import { rmSync } from 'node:fs';
import { readJson, writeJson } from './files.ts';
import type { Home } from './home.ts';

/** One service as `ready.json` tells of it. */
export interface ReadyService {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
  /** The name of its database. */
  readonly database: string;
}

/** What `.chancery/ready.json` says: it stands there when, and only when, everything answers. */
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
