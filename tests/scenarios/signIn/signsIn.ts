import { AccessTokens } from '@chancery/trust';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import { callback, password, petrenko, twofold } from '../../kit/issuerWorld.ts';
import { bearer, world } from './issuer.ts';

/** How somebody signs in: by a password, for one institution, and never unseen. */
export function signsIn(): void {
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
      expect([silent.page.url.searchParams.get('error'), silent.page.url.searchParams.has('code')]).toEqual([
        'interaction_required',
        false,
      ]);

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
  });
}
