import * as oidc from 'openid-client';
import { describe, expect, test } from 'vitest';
import { password, petrenko } from '../../kit/issuerWorld.ts';
import { world } from './issuer.ts';

const wrong = /do not fit/;

/** What nobody signs in with. */
export function nobody(): void {
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
}
