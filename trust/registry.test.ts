import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '@chancery/domain';
import { afterAll, describe, expect, it } from 'vitest';
import { tlsMaterial } from '../tests/kit/authority.ts';
import { createIdentity, readIdentity } from './identity.ts';
import { readRegistry, type ServiceEntry } from './registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'chancery-registry-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function written(value: unknown, name = `${++files}.json`): string {
  const file = join(folder, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

async function certificate(name: string) {
  const { cert, key, ca } = await tlsMaterial({ name });
  return { cert: written(cert, 'own.crt'), key: written(key, 'own.key'), ca: written(ca, 'trusted.pem') };
}

const justice: ServiceEntry = { name: 'justice', role: 'perimeter', url: 'https://127.0.0.1:4001', publicKey: { kty: 'OKP' } };

describe('a registry', () => {
  it('is read from its file', () => {
    const registry = readRegistry(written([justice, { ...justice, name: 'exchange', role: 'exchange' }]));

    expect(registry.entry('justice')).toEqual(justice);
    expect(registry.ofRole('perimeter')).toEqual([justice]);
    expect(registry.find('nobody')).toBeUndefined();
    expect(() => registry.entry('nobody')).toThrow(new Refusal('SERVICE_UNAVAILABLE'));
  });

  it.each<[string, unknown]>([
    ['no list', {}],
    ['a role that is none', [{ ...justice, role: 'emperor' }]],
    ['a url with a slash at its end', [{ ...justice, url: 'https://127.0.0.1:4001/' }]],
    ['a service that speaks plain HTTP', [{ ...justice, url: 'http://127.0.0.1:4001' }]],
    ['a second key that is none', [{ ...justice, otherKey: null }]],
    ['no key', [{ ...justice, publicKey: null }]],
  ])('is refused with %s', (_, value) => {
    expect(() => readRegistry(written(value))).toThrow('is no list of services');
  });
});

describe('an identity', () => {
  it('is read from its file', async () => {
    const { identity } = await createIdentity('justice', 'perimeter');
    const { credentials, ...key } = readIdentity(written(identity), await certificate('justice'));

    expect(key).toEqual(identity);
    expect(credentials.current.cert).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  it('is refused without a word about what the file holds', async () => {
    const files = await certificate('justice');

    expect(() => readIdentity(written({ name: 'justice', privateKey: 'canary' }), files)).toThrow(/is no identity of a service$/);
  });

  it('signs with the key that was put in the place of its first', { timeout: 10_000 }, async () => {
    const [first, second] = [await createIdentity('justice', 'perimeter'), await createIdentity('justice', 'perimeter')];
    const identity = readIdentity(written(first.identity, 'justice.json'), await certificate('justice'));
    expect(identity.privateKey).toEqual(first.identity.privateKey);

    written(second.identity, 'justice.json');
    await expect.poll(() => identity.privateKey, { timeout: 8_000 }).toEqual(second.identity.privateKey);
  });
});
