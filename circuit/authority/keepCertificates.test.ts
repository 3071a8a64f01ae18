import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificateFiles, type Home, homeOf } from '../supervisor/home.ts';
import { makeAuthority } from './authority.ts';
import { keepCertificates, readTrusted, writeAuthority, writeTrusted } from './keepCertificates.ts';

const day = 86_400_000;
const names = ['justice', 'finance'];

let home: Home;
beforeEach(() => {
  home = homeOf(mkdtempSync(join(tmpdir(), 'chancery-authority-')));
});
afterEach(() => rmSync(home.folder, { recursive: true }));

const certificate = (name: string): X509Certificate => new X509Certificate(readFileSync(certificateFiles(home, name).cert));
const fits = (name: string): boolean => certificate(name).checkPrivateKey(createPrivateKey(readFileSync(certificateFiles(home, name).key)));
const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe('the certificates of a circuit', () => {
  it('are made at the first start, by an authority whose key only its owner reads', async () => {
    expect(await keepCertificates(home, names)).toEqual(names);

    const authority = new X509Certificate(readFileSync(home.authority.certificate));
    expect([modeOf(home.authority.key), modeOf(certificateFiles(home, 'justice').key)]).toEqual([0o600, 0o600]);
    expect([authority.ca, authority.verify(authority.publicKey)]).toEqual([true, true]);
    for (const name of names) {
      const own = certificate(name);
      expect([own.subject, own.ca, own.verify(authority.publicKey)]).toEqual([`CN=${name}`, false, true]);
      expect(own.subjectAltName).toBe(`DNS:${name}, DNS:localhost, IP Address:127.0.0.1`);
      expect(own.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
      expect(Math.round((Date.parse(own.validTo) - Date.now()) / day)).toBe(30);
      expect(fits(name)).toBe(true);
    }
    expect(readTrusted(home)).toEqual([readFileSync(home.authority.certificate, 'utf8').trim()]);
  });

  it('are kept until two thirds of their life are over, and then made anew with another key', async () => {
    await keepCertificates(home, names);
    const before = certificate('justice');

    expect(await keepCertificates(home, names, Date.now() + 19 * day)).toEqual([]);
    expect(certificate('justice').fingerprint256).toBe(before.fingerprint256);
    expect(await keepCertificates(home, names, Date.now() + 21 * day)).toEqual(names);
    expect(certificate('justice').fingerprint256).not.toBe(before.fingerprint256);
    expect(certificate('justice').publicKey.equals(before.publicKey)).toBe(false);
  });

  it.each<[string, (home: Home) => void | Promise<void>]>([
    ['is lost', ({ certificates }) => rmSync(join(certificates, 'justice.crt'))],
    ['is damaged', ({ certificates }) => writeFileSync(join(certificates, 'justice.crt'), 'nothing')],
    [
      'has the key of another',
      ({ certificates }) => writeFileSync(join(certificates, 'justice.key'), readFileSync(join(certificates, 'finance.key'))),
    ],
    ['is the certificate of another', (of) => exchange(of)],
  ])('are made anew for whom one %s, and for nobody else', async (_, harm) => {
    await keepCertificates(home, names);
    await harm(home);

    expect(await keepCertificates(home, names)).toEqual(['justice']);
    expect([fits('justice'), certificate('justice').subject]).toEqual([true, 'CN=justice']);
  });

  it('are made anew for all by another authority, and both are believed where that was said before', async () => {
    await keepCertificates(home, names);
    const [first = ''] = readTrusted(home);
    const other = await makeAuthority();
    writeTrusted(home, [first, other.certificate]);
    writeAuthority(home.authority, other);

    expect(await keepCertificates(home, names)).toEqual(names);
    expect(certificate('justice').issuer).toBe(new X509Certificate(other.certificate).subject);
    expect(readTrusted(home)).toEqual([first, other.certificate.trim()]);
  });

  it('are not made by an authority whose key does not fit its certificate', async () => {
    await keepCertificates(home, names);
    writeFileSync(home.authority.key, (await makeAuthority()).key);

    await expect(keepCertificates(home, ['health'])).rejects.toThrow(/is no certificate of the key beside it/);
  });
});

function exchange({ certificates }: Home): void {
  for (const end of ['crt', 'key']) writeFileSync(join(certificates, `justice.${end}`), readFileSync(join(certificates, `finance.${end}`)));
}
