import { get } from 'node:https';
import { expect, test } from 'vitest';
import { petrenko } from '../../kit/issuerWorld.ts';
import { world } from './issuer.ts';

/** What the issuer shows, and under which name. */
export function page(): void {
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
}
