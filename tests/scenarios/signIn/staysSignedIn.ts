import { parseOfficialId } from '@chancery/domain';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { describe, expect, test } from 'vitest';
import { password, petrenko, twofold } from '../../kit/issuerWorld.ts';
import { within } from '../../kit/processes.ts';
import { world } from './issuer.ts';

/** How long somebody is signed in, and what ends it. */
export function staysSignedIn(): void {
  describe('An official', () => {
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
