import type { RefusalCode } from '@chancery/domain';

/** What an attacker sends to the gateway's port, and what must come back. */
export interface Attack {
  /** For good: graphql-cop's (`cop`), GraphQL Armor's (`armor`), or ours. */
  readonly id: string;
  readonly says: string;
  readonly method?: 'GET' | 'POST' | 'OPTIONS';
  /** After the gateway's address. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it stands, or what is sent as JSON. */
  readonly body?: unknown;
  /** Signed in unless false. */
  readonly signedIn?: false;
  readonly must: Defence;
}

/** What must come: a status, a code where it is refused, and texts that may not be in the answer. */
interface Defence {
  readonly status?: number;
  readonly code?: RefusalCode | 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED';
  readonly says?: string;
  readonly never?: RegExp;
  /** The only thing that comes. */
  readonly data?: unknown;
}

/** So many of something, side by side. */
export const many = (count: number, of: (i: number) => string): string => Array.from({ length: count }, (_, i) => of(i)).join(' ');
