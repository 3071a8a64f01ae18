import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type FileKeyring, FileKeys, withNewKey } from './fileKeys.ts';

const first = withNewKey({ keys: [] }, new Date('2026-01-01T00:00:00Z'));
const second = withNewKey(first, new Date('2026-02-01T00:00:00Z'));
const key = randomBytes(32);

describe('the key of a file (§4.11)', () => {
  test('is kept unreadable, and comes back', () => {
    const keys = new FileKeys(first);
    const kept = keys.wrap(key, 'JUS abc');
    expect(Buffer.from(kept.wrapped).includes(key)).toBe(false);
    expect(keys.unwrap(kept, 'JUS abc').equals(key)).toBe(true);
  });

  test('is wrapped by the newest key of the perimeter, and unwrapped by whichever wrapped it', () => {
    const keys = new FileKeys(first);
    const kept = keys.wrap(key, 'JUS abc');
    keys.replace(second);
    expect(keys.wrap(key, 'JUS abc').keyId).toBe(second.keys[1]?.id);
    expect(keys.unwrap(kept, 'JUS abc').equals(key)).toBe(true);
  });

  test.each<[string, FileKeyring, string, number]>([
    ['the key of the perimeter is gone', { keys: second.keys.slice(1) }, 'JUS abc', 0],
    ['it is said to be of another file', second, 'JUS abd', 0],
    ['a bit of it is turned', second, 'JUS abc', 1],
  ])('does not come back where %s', (_what, keyring, about, turned) => {
    const { keyId, wrapped } = new FileKeys(first).wrap(key, 'JUS abc');
    const spoilt = Buffer.from(wrapped);
    spoilt[20] = (spoilt[20] ?? 0) ^ turned;
    expect(() => new FileKeys(keyring).unwrap({ keyId, wrapped: spoilt }, about)).toThrow();
  });
});
