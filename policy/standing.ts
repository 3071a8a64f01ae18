import { type Caller, type Duty, EXCHANGE } from '@chancery/domain';

/** What a rule is asked about. graphql-shield keeps its memory of one request in it, so each request has its own. */
export interface PolicyContext {
  /** The official who asks; nobody when no token came. */
  readonly caller: Caller | null;
  /** What the token that came allows whoever bears it (RFC 6749 §3.3). */
  readonly scopes: readonly string[];
}

/**
 * How the caller stands before the regulation. A clause about the caller sees this and nothing else: it is what goes on record, without
 * a name or an id, so that every decision can be made again under other rules (§10.6).
 */
export interface Standing {
  /** For whom the caller acts. */
  readonly institution: 'EXCHANGE' | 'MEMBER';
  /** Each once, in the order of the alphabet; held and delegated duties alike. */
  readonly duties: readonly Duty[];
  /** Those of them that another official has delegated. */
  readonly delegated: readonly Duty[];
  readonly clearance: boolean;
  readonly scopes: readonly string[];
}

/** The standing of whoever asks; none where nobody signed in. */
export const standingOf = ({ caller, scopes }: PolicyContext): Standing | null => (caller === null ? null : standingIn(caller, scopes));

/** The standing of a caller; where nothing else is said, without a token's scopes. */
export const standingIn = ({ institution, duties, delegatedBy = [], clearance }: Caller, scopes: readonly string[] = []): Standing => ({
  institution: institution === EXCHANGE ? 'EXCHANGE' : 'MEMBER',
  duties: each(duties),
  delegated: each(delegatedBy.map(({ duty }) => duty)),
  clearance,
  scopes: each(scopes),
});

const each = <Text extends string>(texts: readonly Text[]): readonly Text[] => [...new Set(texts)].sort();
