import { rotated } from '@chancery/circuit/issuer';
import { AccessTokens } from '@chancery/trust';
import { decodeProtectedHeader } from 'jose';
import { expect, test } from 'vitest';
import { issuerWorld, password, petrenko, twofold } from '../../kit/issuerWorld.ts';
import { within } from '../../kit/processes.ts';
import { bearer, world } from './issuer.ts';

/** Whose tokens are believed, and what is kept of them. */
export function tokens(): void {
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
}

async function keysOf(): Promise<readonly unknown[]> {
  const { keys } = (await (await world.fetch(`${world.url}/jwks`)).json()) as { readonly keys: readonly unknown[] };
  return keys;
}
