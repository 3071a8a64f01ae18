import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseInstitutionCode } from '@chancery/domain';
import { Unreachable } from '@chancery/trust';
import type Provider from 'oidc-provider';
import { type Accounts, officialIdIn } from './accounts.ts';
import { newGrant } from './configuration.ts';
import { institutionPage, sayingPage, signInPage, styleDigest } from './pages.ts';
import { type Passwords, TooBusy } from './passwords.ts';
import type { SignInBounds } from './signInBounds.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** What the sign-in pages stand on. */
export interface SignInGround {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly bounds: SignInBounds;
}

const largestForm = 4_096;
const wrong = 'Official and password do not fit. Check both and try again.';
const tooOften = 'Too many tries. Wait a quarter of an hour, then try again.';
const notNow = 'This cannot be checked at the moment. Try again shortly.';

/** Whether a request is for one of the pages on which somebody signs in. */
export const isSignIn = ({ url = '' }: IncomingMessage): boolean => /^\/sign-in\/[\w-]{10,100}$/.test(url.split('?')[0] ?? '');

/**
 * Answers the pages on which an official signs in and chooses an institution. The way is known by the cookie that began it: a page of another
 * site has none, and what comes from one is not taken.
 */
export async function signIn(provider: Provider, ground: SignInGround, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'POST')
    return send(response, 405, sayingPage('Not here', 'Nothing is done this way.'));
  const way = await wayOf(provider, request, response);
  if (way === null)
    return send(response, 400, sayingPage('This sign-in has ended', 'It took too long, or began elsewhere. Go back and begin again.'));
  if (request.method === 'GET') return showStep(ground, way, response);
  if (!isOwn(request, provider.issuer)) return send(response, 403, sayingPage('Not from here', 'The form was not sent from this page.'));
  const form = await readForm(request);
  if (form === null) return send(response, 413, sayingPage('Too much', 'The form is larger than it can be.'));
  if (form.has('cancel'))
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'cancelled' });
  const result =
    way.prompt.name === 'login' ? await weigh(ground, way, form, request, response) : await choose(provider, ground, way, form, response);
  if (result !== null)
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: way.prompt.name !== 'login' });
}

async function showStep({ accounts }: SignInGround, way: Interaction, response: ServerResponse): Promise<void> {
  const hint = typeof way.params.login_hint === 'string' ? way.params.login_hint.slice(0, 80) : '';
  if (way.prompt.name === 'login') return send(response, 200, signInPage(actionOf(way), hint, null), way);
  const person = await accounts.findPerson(way.session?.accountId ?? '');
  if (person === undefined) return send(response, 403, sayingPage('Unknown', 'The directory does not know you.'));
  return send(response, 200, institutionPage(actionOf(way), accounts.placesOf(person, new Date())), way);
}

/** Who signs in; null where that was answered with the page again. */
async function weigh(
  { accounts, passwords, bounds }: SignInGround,
  way: Interaction,
  form: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const typed = (form.get('official') ?? '').slice(0, 80);
  const official = officialIdIn(typed);
  const again = (status: number, told: string): null => {
    send(response, status, signInPage(actionOf(way), typed, told), way);
    return null;
  };
  const attempt = { official, address: request.socket.remoteAddress ?? '' };
  try {
    if (!(await bounds.admits(attempt))) return again(429, tooOften);
    if (official === null) return again(401, wrong);
    // Both are asked for, so that an official whom the directory does not know takes as long as one whom it knows.
    const isRight = await passwords.match(official, form.get('password') ?? '');
    const person = await accounts.findPerson(official);
    if (!isRight || person === undefined) return again(401, wrong);
    await bounds.forgive(attempt);
    return { login: { accountId: person.id, amr: ['pwd'], remember: false } };
  } catch (error) {
    if (!(error instanceof TooBusy || error instanceof Unreachable)) throw error;
    return again(503, notNow);
  }
}

/** The institution that somebody acts for, as a grant; null where that was answered with the page again. */
async function choose(provider: Provider, { accounts }: SignInGround, way: Interaction, form: URLSearchParams, response: ServerResponse) {
  const person = await accounts.findPerson(way.session?.accountId ?? '');
  const places = person === undefined ? [] : accounts.placesOf(person, new Date());
  const chosen = places.find(({ code }) => code === form.get('institution'));
  if (person === undefined || chosen === undefined) {
    send(response, 400, institutionPage(actionOf(way), places), way);
    return null;
  }
  const grant = await newGrant(provider, person.id, String(way.params.client_id), parseInstitutionCode(chosen.code));
  return { consent: { grantId: grant.jti } };
}

async function wayOf(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<Interaction | null> {
  try {
    const way = await provider.interactionDetails(request, response);
    return request.url?.split('?')[0] === actionOf(way) ? way : null;
  } catch {
    return null;
  }
}

const actionOf = ({ uid }: Interaction): string => `/sign-in/${uid}`;

/** Browsers say from which page a form comes; what is no browser has nobody's cookies. */
function isOwn({ headers }: IncomingMessage, issuer: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === undefined || headers.origin === new URL(issuer).origin;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestForm) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function send(response: ServerResponse, status: number, page: string, way?: Interaction): void {
  response.writeHead(status, { ...pageHeaders(way && originOf(way)), 'content-length': Buffer.byteLength(page) });
  response.end(page);
}

// After the form the browser is sent back to the client, and Chromium holds that to `form-action` as well.
const originOf = ({ params }: Interaction): string => URL.parse(String(params.redirect_uri))?.origin ?? '';

/** What a browser may do with a page of ours: nothing but show it and send its form. */
export const pageHeaders = (formTarget = ''): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src ${styleDigest}; form-action 'self' ${formTarget}; frame-ancestors 'none'; base-uri 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
});
