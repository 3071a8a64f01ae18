import type { IncomingMessage, ServerResponse } from 'node:http';
import { institutionOf } from '@chancery/domain';
import type Provider from 'oidc-provider';
import { newGrant } from './grants.ts';
import { allowPage, sayingPage, signInPage } from './pages.ts';
import { sendPage } from './sendPage.ts';
import { type Scales, type Weighed, weigh } from './weigh.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

const largestForm = 4_096;

/** Whether a request is for one of the pages on which somebody signs in. */
export const isSignIn = ({ url = '' }: IncomingMessage): boolean => /^\/sign-in\/[\w-]{10,100}$/.test(url.split('?')[0] ?? '');

/**
 * Answers the pages on which an official signs in, and lets an application act. The way is known by the cookie that began it: a page of another
 * site has none, and what comes from one is not taken.
 */
export async function signIn(provider: Provider, scales: Scales, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'POST')
    return sendPage(response, 405, sayingPage('Not here', 'Nothing is done this way.'));
  const way = await wayOf(provider, request, response);
  if (way === null)
    return sendPage(response, 400, sayingPage('This sign-in has ended', 'It took too long, or began elsewhere. Go back and begin again.'));
  if (request.method === 'GET') return showStep(scales, way, response);
  if (!isOwn(request, provider.issuer))
    return sendPage(response, 403, sayingPage('Not from here', 'The form was not sent from this page.'));
  const form = await readForm(request);
  if (form === null) return sendPage(response, 413, sayingPage('Too much', 'The form is larger than it can be.'));
  if (form.has('cancel'))
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'cancelled' });
  const result =
    way.prompt.name === 'login' ? await enter(scales, way, form, request, response) : await allow(provider, scales, way, form, response);
  if (result !== null)
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: way.prompt.name !== 'login' });
}

async function showStep({ accounts }: Scales, way: Interaction, response: ServerResponse): Promise<void> {
  const hint = typeof way.params.login_hint === 'string' ? way.params.login_hint.slice(0, 80) : '';
  if (way.prompt.name === 'login') return show(response, 200, signInPage(actionOf(way), hostOf(way), hint, null), way);
  const person = await accounts.findPerson(way.session?.accountId ?? '');
  if (person === undefined) return sendPage(response, 403, sayingPage('Unknown', 'The directory does not know you.'));
  return show(response, 200, allowPage(actionOf(way), hostOf(way), person.name, accounts.placesOf(person, new Date())), way);
}

/** Who signs in; null where that was answered with the page again. */
async function enter(scales: Scales, way: Interaction, form: URLSearchParams, request: IncomingMessage, response: ServerResponse) {
  const weighed = await weigh(scales, form, request, response);
  await putOnRecord(scales, String(way.params.client_id), weighed);
  if (weighed.is === 'in') return { login: { accountId: weighed.official, amr: ['pwd'], remember: false } };
  if (weighed.is === 'early') response.setHeader('retry-after', weighed.seconds);
  const typed = (form.get('official') ?? '').slice(0, 80);
  show(response, statuses[weighed.is], signInPage(actionOf(way), hostOf(way), typed, told(weighed)), way);
  return null;
}

/** §10.1 Whoever is let in is on record before that (§10.2); who is not, is counted. */
async function putOnRecord({ records, accounts }: Scales, application: string, weighed: Weighed): Promise<void> {
  const official = weighed.is === 'in' ? weighed.official : accounts.known(weighed.official);
  const act = { act: 'signIn', official, institution: official && institutionOf(official), application } as const;
  if (weighed.is === 'in') await records.put(act);
  else records.refuse({ ...act, code: weighed.is === 'away' ? 'SERVICE_UNAVAILABLE' : 'UNAUTHENTICATED' });
}

const statuses = { wrong: 401, early: 429, away: 503 } as const;

function told(weighed: Exclude<Weighed, { readonly is: 'in' }>): string {
  if (weighed.is === 'wrong') return 'Official and password do not fit. Check both and try again.';
  if (weighed.is === 'away') return 'This cannot be checked at the moment. Try again shortly.';
  return `Too many tries. Wait ${weighed.seconds === 1 ? '1 second' : `${weighed.seconds} seconds`}, then try again.`;
}

/** That the application may act, and for which institution, as a grant; null where that was answered with the page again. */
async function allow(provider: Provider, { accounts, records }: Scales, way: Interaction, form: URLSearchParams, response: ServerResponse) {
  const person = await accounts.findPerson(way.session?.accountId ?? '');
  const places = person === undefined ? [] : accounts.placesOf(person, new Date());
  const chosen = places.find(({ code }) => code === form.get('institution'));
  if (person === undefined || chosen === undefined) {
    show(response, 400, allowPage(actionOf(way), hostOf(way), person?.name ?? '', places), way);
    return null;
  }
  const application = String(way.params.client_id);
  await records.put({ act: 'allowApplication', official: person.id, institution: chosen.code, application });
  const grant = await newGrant(provider, person.id, application, chosen.code);
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

/** Where the application is: what a person can compare with what was begun. */
const hostOf = ({ params }: Interaction): string => URL.parse(String(params.redirect_uri))?.host ?? '';

const show = (response: ServerResponse, status: number, page: string, { params }: Interaction): void =>
  sendPage(response, status, page, params.redirect_uri);

/** Browsers say from which page a form comes; what is no browser has nobody's cookies. */
function isOwn({ headers }: IncomingMessage, issuer: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === undefined || headers.origin === new URL(issuer).origin;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // What is too large is answered, and its rest passed over: with the request its connection would end, and the answer with that.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestForm) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
