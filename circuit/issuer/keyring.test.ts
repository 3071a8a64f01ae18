import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createKeyring, keepKeyring, keysAt, publicKeyOf, readKeyring, rotated } from './keyring.ts';

const now = new Date('2026-11-25T12:00:00Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const kids = (keys: readonly { readonly kid: string }[]) => keys.map(({ kid }) => kid);

test('publishes a new key before it signs, and the old one until its tokens have ended', async () => {
  const first = await createKeyring(now);
  const second = await rotated(first, now);
  const [old, fresh] = kids(second.keys);

  expect(kids(keysAt(second, after(1)).published)).toEqual([old, fresh]);
  expect(keysAt(second, after(1)).signing.kid).toBe(old);
  expect(keysAt(second, after(61)).signing.kid).toBe(fresh);
  expect(kids(keysAt(second, after(12 * 3_600)).published)).toEqual([fresh, old]);
  expect(kids(keysAt(second, after(13 * 3_600)).published)).toEqual([fresh]);
});

test('drops what was withdrawn when it is rotated again', async () => {
  const second = await rotated(await createKeyring(now), now);
  const third = await rotated(second, after(13 * 3_600));
  expect(third.keys).toHaveLength(2);
});

test('rotated twice in a minute signs with the last key, and never with none', async () => {
  const third = await rotated(await rotated(await createKeyring(now), now), after(10));
  expect(keysAt(third, after(30)).signing.kid).toBe(third.keys[0]?.kid);
  expect(keysAt(third, after(90)).signing.kid).toBe(third.keys[2]?.kid);
});

test('at once withdraws every other key, and what the sign-in page has signed', async () => {
  const first = await createKeyring(now);
  const second = await rotated(first, now, { atOnce: true });
  expect(kids(keysAt(second, now).published)).toEqual(kids(second.keys));
  expect(second.keys).toHaveLength(1);
  expect(second.cookieSecrets).not.toContain(first.cookieSecrets[0]);
});

test('is kept in a file that only its owner may read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyring-'));
  const file = join(folder, 'keys/issuer.json');
  try {
    const made = await keepKeyring(file, now);
    expect(await keepKeyring(file, after(10))).toEqual(made);
    expect(readKeyring(file)).toEqual(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('publishes no private part', async () => {
  const { keys } = await createKeyring(now);
  expect(keys.map(publicKeyOf)[0]).not.toHaveProperty('d');
});
