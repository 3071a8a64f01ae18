import { type InstitutionCode, isSystem, type OfficialId, parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import type { JWTPayload } from 'jose';

/** What a token says: who asks, for which institution. Duties it does not say: they come from the directory. */
export interface TokenClaims {
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
  /** What the token allows whoever bears it: its claim `scope` (RFC 8693 §4.2); empty without one. */
  readonly scopes: readonly string[];
  /** The client that it was issued to; not every issuer says it. */
  readonly client: string | null;
}

/** Where in a token it stands who asks. */
export interface ClaimNames {
  /** The claim that holds the official's id; `sub` unless said. */
  readonly officialClaim?: string | undefined;
  /** The claim that holds the code of the acting institution; `institution` unless said. */
  readonly institutionClaim?: string | undefined;
}

/** A token whose signature was verified. */
export interface ReadToken {
  readonly claims: TokenClaims;
  /** The only certificate with which it may be shown (RFC 8705 §3.1). */
  readonly boundTo: string | null;
  /** When it ends; milliseconds since 1970. */
  readonly until: number;
}

/** What a verified payload says. Throws `MALFORMED_ID`, and `TOKEN_INVALID` for what is no access token, or one that anybody could show for a system. */
export function readPayload(payload: JWTPayload, { officialClaim = 'sub', institutionClaim = 'institution' }: ClaimNames): ReadToken {
  const claims = {
    official: parseOfficialId(payload[officialClaim]),
    institution: parseInstitutionCode(payload[institutionClaim]),
    scopes: typeof payload.scope === 'string' ? payload.scope.split(' ').filter((scope) => scope !== '') : [],
    client: clientIn(payload),
  };
  // What an ID token says of its own sign-in (OpenID Connect Core 1.0 §2): it tells a client who signed in, and is nobody's right to ask.
  if (payload.nonce !== undefined || payload.at_hash !== undefined || payload.typ === 'ID') throw new Refusal('TOKEN_INVALID');
  const boundTo = thumbprintIn(payload);
  // §2.7 A system has no password to lose: what is not bound to its certificate anybody could show.
  if (isSystem(claims.official) && boundTo === null) throw new Refusal('TOKEN_INVALID');
  return { claims, boundTo, until: (payload.exp ?? 0) * 1_000 };
}

/** RFC 9068's name for it, or that of OpenID Connect's authorized party. */
function clientIn({ client_id: client, azp: party }: JWTPayload): string | null {
  const named = client ?? party;
  return typeof named === 'string' ? named : null;
}

/** The certificate that a token is bound to (RFC 8705 §3.1). A confirmation of another sort is one that we cannot check. */
function thumbprintIn({ cnf }: JWTPayload): string | null {
  if (cnf === undefined) return null;
  const thumbprint = typeof cnf === 'object' && cnf !== null && 'x5t#S256' in cnf ? cnf['x5t#S256'] : undefined;
  if (typeof thumbprint !== 'string' || Object.keys(cnf as object).length !== 1) throw new Refusal('TOKEN_INVALID');
  return thumbprint;
}
