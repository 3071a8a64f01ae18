import { get } from 'node:https';
import { rotated } from '@chancery/circuit/issuer';
import { parseOfficialId } from '@chancery/domain';
import { AccessTokens } from '@chancery/trust';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callback, type IssuerWorld, issuerWorld, password, petrenko, twofold } from '../kit/issuerWorld.ts';
import { within } from '../kit/processes.ts';

let world: IssuerWorld;
beforeAll(async () => {
  world = await issuerWorld();
});
afterAll(() => world.close());

const bearer = ({ access_token: token }: { readonly access_token: string }) => `Bearer ${token}`;
const wrong = /do not fit/;

describe('An official', () => {
  test('signs in with code and PKCE, and has a short-lived access token for the exchange', async () => {
    const tokens = await world.signIn(world.browser(), petrenko, password);

    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt', kid: world.keyring.keys[0]?.kid });
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      iss: world.url,
      aud: 'chancery',
      sub: petrenko,
      institution: 'JUS',
      client_id: 'chancery-console',
      scope: 'exchange',
    });
    expect(tokens.expires_in).toBe(600);
    expect(tokens.claims()).toMatchObject({ sub: petrenko, name: `Name of ${petrenko}`, institution: 'JUS' });
    expect(await new AccessTokens(world.believed).read(bearer(tokens))).toEqual({
      official: petrenko,
      institution: 'JUS',
      client: 'chancery-console',
      scopes: ['exchange'],
    });
  });

  test('who holds duties in two institutions chooses for which one to act', async () => {
    const browser = world.browser();
    const begun = await world.begin(browser);
    const choice = await browser.submit(begun.page, { official: twofold, password });
    expect(choice.text).toContain('Institution EXC (EXC)');
    const tokens = await world.redeem(begun, await browser.submit(choice, { institution: 'EXC' }));

    expect(decodeJwt(tokens.access_token)).toMatchObject({ sub: twofold, institution: 'EXC' });
  });

  test('cannot choose an institution where no duty is held', async () => {
    const browser = world.browser();
    const { page } = await world.begin(browser);
    const choice = await browser.submit(page, { official: twofold, password });

    expect(await browser.submit(choice, { institution: 'FIN' })).toMatchObject({ status: 400, url: choice.url });
  });

  test('who is signed in gives no password again, but says that the application may act, and for which institution', async () => {
    const browser = world.browser();
    await world.signIn(browser, twofold, password, 'JUS');
    for (const institution of ['JUS', 'EXC']) {
      const again = await world.begin(browser);
      expect(again.page.text).toContain('127.0.0.1:51234');
      const tokens = await world.redeem(again, await browser.submit(again.page, { institution }));
      expect(decodeJwt(tokens.access_token)).toMatchObject({ sub: twofold, institution });
    }
  });

  test('whose session a program of the machine makes use of, unseen, gives it nothing (RFC 8252 §8.6)', async () => {
    const browser = world.browser();
    await world.signIn(browser, petrenko, password);
    const silent = await world.begin(browser, { prompt: 'none' });
    expect([silent.page.url.searchParams.get('error'), silent.page.url.searchParams.has('code')]).toEqual(['interaction_required', false]);

    const { page } = await world.begin(browser);
    expect(page.url.origin).toBe(world.url);
    expect(page.text).toContain(`asks to act for Name of ${petrenko}`);
    expect(await browser.submit(page, { institution: 'JUS' }, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
    const back = await browser.submit(page, { cancel: 'yes' });
    expect([back.url.searchParams.get('error'), back.url.searchParams.has('code')]).toEqual(['access_denied', false]);
  });

  test('may cancel', async () => {
    const browser = world.browser();
    const { page } = await world.begin(browser);
    const back = await browser.submit(page, { cancel: 'yes' });

    expect(back.url.href).toContain(callback);
    expect(back.url.searchParams.get('error')).toBe('access_denied');
  });

  test('gets new tokens by a refresh token, once by each, for a working day at most', async () => {
    const first = await world.signIn(world.browser(), petrenko, password);
    const second = await oidc.refreshTokenGrant(world.config, first.refresh_token ?? '');
    expect(decodeJwt(second.access_token)).toMatchObject({ sub: petrenko, institution: 'JUS', aud: 'chancery' });
    const { rows } = await world.pool.query(
      `SELECT max(expires_at) < now() + interval '10 hours 1 minute' AS bounded FROM entry WHERE model = 'RefreshToken'`,
    );
    expect(rows).toEqual([{ bounded: true }]);

    await expect(oidc.refreshTokenGrant(world.config, first.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
    // Somebody else has it too: nobody keeps anything.
    await expect(oidc.refreshTokenGrant(world.config, second.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('who lost the duty in an institution gets no new token for it', async () => {
    const browser = world.browser();
    const refused = refreshing(await world.signIn(browser, twofold, password, 'EXC'));
    const duties = world.officials.find(({ id }) => id === twofold)?.duties.filter(({ institution }) => institution === 'JUS') ?? [];
    await world.whileThere({ id: parseOfficialId(twofold), duties }, () => within(5_000, refused, 'The refresh is not refused'));
  });

  test('whose duties and institution have ended has to sign in anew, and cannot', async () => {
    const browser = world.browser();
    const refused = refreshing(await world.signIn(browser, petrenko, password));
    await world.whileThere({ id: parseOfficialId(petrenko), dismissed: true }, async () => {
      await within(5_000, refused, 'The refresh is not refused');
      const { page } = await world.begin(browser);
      expect(page.text).toContain('id="password"');
      expect(await browser.submit(page, { official: petrenko, password })).toMatchObject({ status: 401 });
    });
  });

  test('signs out: the session and its refresh tokens end', async () => {
    const browser = world.browser();
    const tokens = await world.signIn(browser, petrenko, password);
    const end = oidc.buildEndSessionUrl(world.config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'http://127.0.0.1:51234/signed-out',
    });
    const asked = await browser.open(end);
    expect(asked.text).toContain('Sign out?');
    const after = await browser.submit(asked, { logout: 'yes' });

    expect(after.url.pathname).toBe('/signed-out');
    expect((await world.begin(browser)).page.text).toContain('id="password"');
    await expect(oidc.refreshTokenGrant(world.config, tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('stays signed in when the issuer is started again', async () => {
    const browser = world.browser();
    const tokens = await world.signIn(browser, petrenko, password);
    const halfway = world.browser();
    const begun = await world.begin(halfway);
    await world.restart();

    const again = await world.begin(browser);
    expect(again.page.text).toContain(`asks to act for Name of ${petrenko}`);
    expect((await oidc.refreshTokenGrant(world.config, tokens.refresh_token ?? '')).token_type).toBe('bearer');
    const after = await halfway.submit(begun.page, { official: petrenko, password });
    expect((await world.redeem(begun, after)).token_type).toBe('bearer');
  });
});

describe('Nobody signs in', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['with a wrong password', petrenko, 'guess'],
    ['without a password', petrenko, ''],
    ['as somebody whom the directory does not know', 'JUS:n.nobody', password],
    ['as a system', 'JUS:system.archive', password],
    ['as what is no official', `x' OR 1=1 --`, password],
    ['with a password that is longer than any', petrenko, 'x'.repeat(300)],
  ];
  test.each(cases)('%s', async (_case, who, secret) => {
    const browser = world.browser();
    const { page } = await world.begin(browser);
    const after = await browser.submit(page, { official: who, password: secret });

    expect(after.status).toBe(401);
    expect(after.text).toMatch(wrong);
  });

  test('without PKCE, or with its plain method', async () => {
    for (const wanted of [{ code_challenge: '', code_challenge_method: '' }, { code_challenge_method: 'plain' }]) {
      const { page } = await world.begin(world.browser(), wanted);
      expect(page.url.searchParams.get('error')).toBe('invalid_request');
    }
  });

  test('with a code whose verifier is another, or a code used twice', async () => {
    const browser = world.browser();
    const begun = await world.begin(browser);
    const back = await browser.submit(begun.page, { official: petrenko, password });
    const other = { ...begun, verifier: oidc.randomPKCECodeVerifier() };
    await expect(world.redeem(other, back)).rejects.toMatchObject({ error: 'invalid_grant' });
    const { refresh_token: token = '' } = await world.redeem(begun, back);
    await expect(world.redeem(begun, back)).rejects.toMatchObject({ error: 'invalid_grant' });
    // Somebody else has the code too: what was given for it ends.
    await expect(oidc.refreshTokenGrant(world.config, token)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('back to an address that is not registered, or for another resource', async () => {
    const elsewhere = await world.begin(world.browser(), { redirect_uri: 'http://evil.test/signed-in' });
    expect(elsewhere.page).toMatchObject({ status: 400 });
    expect(elsewhere.page.text).toContain('This did not work');
    const other = await world.begin(world.browser(), { resource: 'urn:other' });
    expect(other.page.url.searchParams.get('error')).toBe('invalid_target');
  });

  test('by a form of another site, or without the cookie of the way', async () => {
    const browser = world.browser();
    const { page } = await world.begin(browser);
    const fields = { official: petrenko, password };
    expect(await browser.submit(page, fields, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
    expect(await browser.submit(page, fields, { 'sec-fetch-site': 'same-site' })).toMatchObject({ status: 403 });
    expect(await world.browser().submit(page, fields)).toMatchObject({ status: 400 });
  });
});

test('a form that is larger than a sign-in is refused with a page, and not by silence', async () => {
  const browser = world.browser();
  const { page } = await world.begin(browser);
  const after = await browser.submit(page, { official: petrenko, password: 'x'.repeat(200_000) });
  expect(after).toMatchObject({ status: 413, url: page.url });
  // Nor does the connection end with it.
  expect((await world.begin(browser)).page).toMatchObject({ status: 200 });
});

test('the sign-in page runs no scripts, loads nothing from elsewhere, and stands in no frame', async () => {
  const { page } = await world.begin(world.browser(), { login_hint: '"><script>alert(1)</script>' });

  expect(page.text).not.toMatch(/<script|https?:|url\(/);
  expect(page.text).toContain('An application on this computer, at <strong>127.0.0.1:51234</strong>');
  const policy = page.headers.get('content-security-policy');
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:51234; frame-ancestors 'none'/,
  );
  expect(page.headers.get('cache-control')).toBe('no-store');
  for (const field of ['official', 'password']) expect(page.text).toContain(`<label for="${field}">`);
});

test('the issuer answers under its own name alone', async () => {
  const statusUnder = (host: string) =>
    new Promise<number | undefined>((done) => {
      get(`${world.url}/.well-known/openid-configuration`, { headers: { host }, rejectUnauthorized: false }, (answer) =>
        done(answer.resume().statusCode),
      );
    });
  expect(await statusUnder('evil.test')).toBe(421);
  expect(await statusUnder(new URL(world.url).host)).toBe(200);
});

test('new keys sign after they were published, and whoever checks tokens follows without being told', async () => {
  const checker = new AccessTokens(world.believed);
  const old = await world.signIn(world.browser(), petrenko, password);
  await checker.read(bearer(old));
  const [before, after] = [world.keyring, await rotated(world.keyring, new Date(Date.now() - 61_000))];
  world.keyring = after;
  await within(5_000, async () => (await keysOf()).length === 2, 'The new key is not published');
  // The keys were read a moment ago: they are read again a second later.
  await new Promise((done) => setTimeout(done, 1_050));
  const fresh = await world.signIn(world.browser(), petrenko, password);

  expect(decodeProtectedHeader(fresh.access_token).kid).toBe(after.keys[1]?.kid);
  expect(await checker.read(bearer(fresh))).toMatchObject({ official: petrenko });
  expect(await checker.read(bearer(old))).toMatchObject({ official: petrenko });
  expect(after.keys[0]?.kid).toBe(before.keys[0]?.kid);
});

test('what was read before is checked on while the issuer is away', async () => {
  const away = await issuerWorld();
  const tokens = await away.signIn(away.browser(), petrenko, password);
  const more = await away.signIn(away.browser(), twofold, password, 'EXC');
  const checker = new AccessTokens(away.believed);
  await checker.read(bearer(tokens));
  await away.close();

  expect(await checker.read(bearer(more))).toMatchObject({ official: twofold });
  await expect(new AccessTokens({ ...world.believed, issuer: away.url }).read(bearer(more))).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
  });
});

test('in production it is not believed', async () => {
  const checker = new AccessTokens({ ...world.believed, isInEarnest: true });
  await expect(checker.prepare()).rejects.toMatchObject({ name: 'RefusedInProduction' });
  const tokens = await world.signIn(world.browser(), petrenko, password);
  await expect(new AccessTokens({ ...world.believed, isInEarnest: true }).read(bearer(tokens))).rejects.toMatchObject({
    code: 'TOKEN_INVALID',
  });
});

test('an ID token is no access token', async () => {
  const { id_token: token } = await world.signIn(world.browser(), petrenko, password);
  await expect(new AccessTokens(world.believed).read(`Bearer ${token}`)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

test('neither passwords nor tokens can be read in the database', async () => {
  const tokens = await world.signIn(world.browser(), petrenko, password);
  const { rows } = await world.pool.query<{ row: string }>(
    'SELECT entry::text AS row FROM entry UNION ALL SELECT password::text FROM password',
  );
  const all = rows.map(({ row }) => row).join('\n');

  expect(all).toContain('argon2id$');
  for (const secret of [password, tokens.refresh_token ?? '-', tokens.access_token]) expect(all).not.toContain(secret);
});

async function keysOf(): Promise<readonly unknown[]> {
  const { keys } = (await (await world.fetch(`${world.url}/jwks`)).json()) as { readonly keys: readonly unknown[] };
  return keys;
}

/** Refreshes again and again, each time by the newest token; true once that is refused. */
function refreshing({ refresh_token: first = '' }: { readonly refresh_token?: string }): () => Promise<boolean> {
  let token = first;
  return async () => {
    try {
      token = (await oidc.refreshTokenGrant(world.config, token)).refresh_token ?? '';
      return false;
    } catch (error) {
      if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return true;
      throw error;
    }
  };
}
