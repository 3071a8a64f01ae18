import { createHmac } from 'node:crypto';
import { createIssuerKey, type IssuerKey } from '@chancery/circuit';
import type { RefusalCode } from '@chancery/domain';
import { importJWK, SignJWT } from 'jose';

/** A token that shows nobody, and the refusal that answers it. */
export interface BadToken {
  readonly says: string;
  /** The whole header `authorization`; none when undefined. */
  header(issuer: IssuerKey): Promise<string | undefined> | string | undefined;
  readonly code: RefusalCode;
  readonly clause: string;
}

const now = (): number => Math.floor(Date.now() / 1_000);
const registrar = { iss: 'https://issuer.test', aud: 'chancery', sub: 'JUS:o.petrenko', institution: 'JUS' };

/** A bearer token like a true one, with other claims, another head, or by another key. */
async function bearer(issuer: IssuerKey, claims: object = {}, head: object = {}, key: IssuerKey = issuer): Promise<string> {
  const jwt = new SignJWT({ ...registrar, iat: now(), exp: now() + 600, ...claims });
  return `Bearer ${await jwt.setProtectedHeader({ alg: 'ES256', kid: issuer.kid, typ: 'JWT', ...head }).sign(await importJWK(key.privateKey, 'ES256'))}`;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const body = (): string => part({ ...registrar, iat: now(), exp: now() + 600 });

/** Signed with a secret that everybody knows: the issuer's public key. */
function symmetric({ kid, privateKey: { d: _secret, ...publicKey } }: IssuerKey): string {
  const text = `${part({ alg: 'HS256', kid, typ: 'JWT' })}.${body()}`;
  return `Bearer ${text}.${createHmac('sha256', JSON.stringify(publicKey)).update(text).digest('base64url')}`;
}

/** The claims of one token under the signature of another. */
async function altered(issuer: IssuerKey): Promise<string> {
  const [head, , signature] = (await bearer(issuer)).split('.');
  return `${head}.${part({ ...registrar, sub: 'EXC:m.prokopenko', institution: 'EXC', exp: now() + 600 })}.${signature}`;
}

const invalid = { code: 'TOKEN_INVALID', clause: '2.1' } as const;
const row = (says: string, header: BadToken['header'], refused: Pick<BadToken, 'code' | 'clause'> = invalid): BadToken => ({
  says,
  header,
  ...refused,
});

/** Tokens that are not ours, not valid any more, or of nobody (§2.1, §2.2). */
export const badTokens: readonly BadToken[] = [
  row('no token', () => undefined, { code: 'UNAUTHENTICATED', clause: '2.1' }),
  row('an expired token', (issuer) => bearer(issuer, { exp: now() - 60 }), { code: 'TOKEN_EXPIRED', clause: '2.1' }),
  row('a token that never ends', (issuer) => bearer(issuer, { exp: undefined })),
  row('a token of tomorrow', (issuer) => bearer(issuer, { nbf: now() + 86_400, exp: now() + 90_000 })),
  row("a forged token: another key under the issuer's name", async (issuer) => bearer(issuer, {}, {}, (await createIssuerKey()).key)),
  row('a forged token: other claims under a true signature', altered),
  row('a token for another audience', (issuer) => bearer(issuer, { aud: 'archive' })),
  row('a token of another issuer', (issuer) => bearer(issuer, { iss: 'somebody' })),
  row('a token by an unknown key', (issuer) => bearer(issuer, {}, { kid: 'unknown' })),
  row('a token that names no key', (issuer) => bearer(issuer, {}, { kid: undefined })),
  row('a token signed with the public key as a secret', symmetric),
  row('a token without signature (alg none)', ({ kid }) => `Bearer ${part({ alg: 'none', kid, typ: 'JWT' })}.${body()}.`),
  row('a token whose signature is cut off', async (issuer) => (await bearer(issuer)).replace(/\.[^.]*$/, '.')),
  row('a token of nobody', (issuer) => bearer(issuer, { sub: undefined })),
  row('a token of what is no official', (issuer) => bearer(issuer, { sub: "JUS:o.petrenko' --" })),
  row('a token for no institution', (issuer) => bearer(issuer, { institution: undefined })),
  row('a token for what is no institution', (issuer) => bearer(issuer, { institution: { code: 'JUS' } })),
  row('a token of an official whom the directory does not know', (issuer) => bearer(issuer, { sub: 'JUS:n.nobody' }), {
    code: 'OFFICIAL_UNKNOWN',
    clause: '2.2',
  }),
  row('a token for an institution where the official holds no duty', (issuer) => bearer(issuer, { institution: 'FIN' }), {
    code: 'DUTY_REQUIRED',
    clause: '2.3',
  }),
  row('garbage', () => 'Bearer garbage'),
  row('three parts of garbage', () => 'Bearer a.b.c'),
  row('an empty header', () => ''),
  row('the scheme alone', () => 'Bearer'),
  row('another scheme', () => `Basic ${Buffer.from('o.petrenko:secret').toString('base64')}`),
  row('a mandate instead of a token', async (issuer) => (await bearer(issuer)).replace('Bearer', 'Mandate')),
  row('a token of 10,000 characters', async (issuer) => bearer(issuer, { more: 'x'.repeat(10_000) })),
];
