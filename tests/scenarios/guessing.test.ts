import { pruneExpired } from '@chancery/circuit/issuer';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, Page } from '../kit/browser.ts';
import { type IssuerWorld, issuerWorld, password, petrenko, twofold } from '../kit/issuerWorld.ts';
import { within } from '../kit/processes.ts';

let world: IssuerWorld;
beforeAll(async () => {
  world = await issuerWorld({ proxies: ['127.0.0.1'] });
});
beforeEach(async () => {
  await world.pool.query('DELETE FROM vain_attempt');
});
afterAll(() => world.close());

test('five tries are free; then each has to wait longer than the one before, and not even the right password is weighed meanwhile', async () => {
  const guesser = await at('192.0.2.1');
  for (let tries = 0; tries < 5; tries += 1) expect((await guesser.guess()).status).toBe(401);
  const refused = await guesser.signIn();
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.text).toContain('Wait 1 second');
  await within(2_000, async () => (await guesser.guess()).status === 401, 'The pause does not end');

  expect((await guesser.guess()).headers.get('retry-after')).toBe('2');
  await within(3_000, async () => (await guesser.signIn()).status === 0, 'The right password is not taken');
});

test('tries side by side are counted like others', async () => {
  const guesser = await at('192.0.2.1');
  const startedAt = performance.now();
  const all = await Promise.all(Array.from({ length: 20 }, () => guesser.guess()));

  // A slow machine gives time for more: one after a second, the next one two seconds later, and so on.
  const seconds = (performance.now() - startedAt) / 1_000;
  expect(all.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5 + Math.floor(Math.log2(1 + seconds)));
});

test('who guesses from many addresses is slowed, and keeps nobody out: a known device is not made to wait, a new one for seconds', async () => {
  const own = world.browser('198.51.100.7');
  await world.signIn(own, petrenko, password);
  await guessFromAfar(petrenko);
  expect((await (await at('192.0.2.99')).guess()).status).toBe(429);

  await signOut(own);
  const { page } = await world.begin(own);
  expect((await own.submit(page, { official: petrenko, password: 'a slip' })).status).toBe(401);
  expect((await own.submit(page, { official: petrenko, password })).status).toBe(0);

  const refused = await (await at('198.51.100.8')).signIn();
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(5);
  await within(7_000, async () => (await (await at('198.51.100.8')).signIn()).status === 0, 'A new device is kept out');
}, 30_000);

test('a known device is known for who signed in there alone, and guesses no faster than others', async () => {
  const device = world.browser('198.51.100.7');
  await world.signIn(device, petrenko, password);
  await signOut(device);
  await guessFromAfar(twofold);
  const { page } = await world.begin(device);
  expect((await device.submit(page, { official: twofold, password })).status).toBe(429);

  for (let tries = 0; tries < 5; tries += 1) await device.submit(page, { official: petrenko, password: 'guess' });
  expect((await device.submit(page, { official: petrenko, password })).status).toBe(429);
});

test('a device cannot make itself known', async () => {
  await guessFromAfar(petrenko);
  const stranger = world.browser('203.0.113.5');
  const { page } = await world.begin(stranger);
  const forged = [
    JSON.stringify({ alg: 'none' }),
    JSON.stringify({ officials: [petrenko], jti: 'x', aud: 'chancery-device', exp: 9_999_999_999 }),
  ].map((part) => Buffer.from(part).toString('base64url'));
  stranger.keep(`chancery_device=${forged.join('.')}.`);

  expect((await stranger.submit(page, { official: petrenko, password })).status).toBe(429);
});

test('the word of who is no proxy is not taken for where somebody comes from', async () => {
  const alone = await issuerWorld();
  try {
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const browser = alone.browser(`192.0.2.${tries}`);
      const { page } = await alone.begin(browser);
      statuses.push((await browser.submit(page, { official: petrenko, password: 'guess' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  } finally {
    await alone.close();
  }
});

test('what is behind one proxy is told apart by the address that the proxy itself has seen', async () => {
  for (let tries = 0; tries < 5; tries += 1) await (await at(`10.9.8.${tries}, 192.0.2.1`)).guess();

  expect((await (await at('10.9.8.99, 192.0.2.1')).guess()).status).toBe(429);
  expect((await (await at('192.0.2.2')).guess()).status).toBe(401);
});

test('a refused try leaves nothing behind, a right password takes away what was counted, and what is kept is bounded', async () => {
  const guesser = await at('192.0.2.1');
  for (let tries = 0; tries < 5; tries += 1) await guesser.guess();
  const count = async () => Number((await world.pool.query('SELECT count(*) FROM vain_attempt')).rows[0]?.count);
  const before = await count();
  await guesser.guess();
  expect(await count()).toBe(before);

  await world.pool.query('DELETE FROM vain_attempt');
  await world.signIn(world.browser('192.0.2.3'), petrenko, password);
  expect(await count()).toBe(0);

  await world.pool.query(
    `INSERT INTO vain_attempt (about, count, until) SELECT 'flood ' || n, 1, now() + make_interval(secs => n) FROM generate_series(1, 20) n`,
  );
  await pruneExpired(world.pool, 5);
  const { rows } = await world.pool.query<{ about: string }>('SELECT about FROM vain_attempt ORDER BY until');
  expect(rows.map(({ about }) => about)).toEqual(['flood 16', 'flood 17', 'flood 18', 'flood 19', 'flood 20']);
});

/** Somebody at an address who tries to sign in as an official. */
async function at(address: string, official = petrenko) {
  const browser: Browser = world.browser(address);
  const { page } = await world.begin(browser);
  return {
    guess: (): Promise<Page> => browser.submit(page, { official, password: 'guess' }),
    signIn: (): Promise<Page> => browser.submit(page, { official, password }),
  };
}

/** 40 wrong tries, from ten addresses, the last a moment ago. */
async function guessFromAfar(official: string): Promise<void> {
  for (let host = 1; host <= 10; host += 1) {
    const guesser = await at(`203.0.113.${host}`, official);
    await Promise.all(Array.from({ length: 4 }, guesser.guess));
  }
  // The pause that has begun is as long as it ever gets, however slow the machine is.
  await world.pool.query(`UPDATE vain_attempt SET open_at = now() + interval '5 seconds' WHERE about = $1 AND count >= 20`, [
    `for ${official}`,
  ]);
}

/** The session ends; the device stays known. */
async function signOut(browser: Browser): Promise<void> {
  browser.forget('chancery_session');
}
