import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '@chancery/domain';
import { afterAll, describe, expect, it } from 'vitest';
import { createIdentity, readIdentity } from './identity.ts';
import { readRegistry, type ServiceEntry } from './registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'chancery-registry-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(value: unknown): string {
  const file = join(folder, 'written.json');
  writeFileSync(file, JSON.stringify(value));
  return file;
}

const justice: ServiceEntry = { name: 'justice', role: 'perimeter', url: 'http://127.0.0.1:4001', publicKey: { kty: 'OKP' } };

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
    ['a url with a slash at its end', [{ ...justice, url: 'http://127.0.0.1:4001/' }]],
    ['no key', [{ ...justice, publicKey: null }]],
  ])('is refused with %s', (_, value) => {
    expect(() => readRegistry(written(value))).toThrow('is no list of services');
  });
});

describe('an identity', () => {
  it('is read from its file', async () => {
    const { identity } = await createIdentity('justice', 'perimeter');

    expect(readIdentity(written(identity))).toEqual(identity);
  });

  it('is refused without a word about what the file holds', () => {
    expect(() => readIdentity(written({ name: 'justice', privateKey: 'canary' }))).toThrow(/is no identity of a service$/);
  });
});
