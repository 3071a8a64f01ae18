import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { tlsMaterial } from '../tests/kit/authority.ts';
import { readCredentials, readPublicCredentials, type TlsMaterial, tlsFilesOf } from './credentials.ts';

const folder = mkdtempSync(join(tmpdir(), 'chancery-credentials-'));
const files = { cert: join(folder, 'own.crt'), key: join(folder, 'own.key'), ca: join(folder, 'trusted.pem') };
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

function put(part: keyof TlsMaterial, material: TlsMaterial): void {
  writeFileSync(`${files[part]}.new`, material[part]);
  renameSync(`${files[part]}.new`, files[part]);
}

async function written(): Promise<TlsMaterial> {
  const material = await tlsMaterial({ name: 'justice' });
  for (const part of ['cert', 'key', 'ca'] as const) put(part, material);
  return material;
}

describe('the certificate of a service', () => {
  it('is read from its files, and again when others are put in their place; half a change is not taken', { timeout: 20_000 }, async () => {
    const first = await written();
    const credentials = readCredentials(files);
    const changes: TlsMaterial[] = [];
    credentials.onChange((material) => changes.push(material));
    expect(credentials.current).toEqual(first);

    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const second = await tlsMaterial({ name: 'justice' });
    put('key', second);
    await expect.poll(() => said.mock.calls.length, { timeout: 8_000 }).toBe(1);
    expect(credentials.current).toEqual(first);
    expect(String(said.mock.calls[0]?.[0])).toContain(`${files.cert} is no certificate of the key in ${files.key}`);

    put('cert', second);
    await expect.poll(() => credentials.current, { timeout: 8_000 }).toEqual(second);
    expect(changes).toEqual([second]);
  });

  it('is refused where key and certificate do not belong together, or nobody is believed, without a word about the key', async () => {
    const { key } = await written();
    put('cert', await tlsMaterial({ name: 'justice' }));
    expect(() => readCredentials(files)).toThrow(/own.crt is no certificate of the key in .*own.key$/);

    await written();
    writeFileSync(files.ca, key);
    expect(() => readCredentials(files)).toThrow(/trusted.pem holds no certificate$/);
  });

  it('is where the environment says, and must be said', () => {
    const environment = { CHANCERY_TLS_CERT: 'a', CHANCERY_TLS_KEY: 'b', CHANCERY_TLS_CA: 'c' };
    expect(tlsFilesOf(environment)).toEqual({ cert: 'a', key: 'b', ca: 'c' });
    expect(() => tlsFilesOf({ ...environment, CHANCERY_TLS_CA: '' })).toThrow('CHANCERY_TLS_CA is not set.');
  });
});

describe('the certificate of a public port', () => {
  it('is there when it was asked for, and asks for callers’ only where their authority is named', async () => {
    const { cert, key, ca } = await written();
    const environment = { P_CERT: files.cert, P_KEY: files.key };

    expect(readPublicCredentials({}, 'P')).toBeUndefined();
    expect(readPublicCredentials(environment, 'P')?.current).toEqual({ cert, key, ca: null });
    expect(readPublicCredentials({ ...environment, P_CA: files.ca }, 'P')?.current).toEqual({ cert, key, ca });
    expect(() => readPublicCredentials({ P_CERT: files.cert }, 'P')).toThrow('P_KEY is not set.');
  });
});
