import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { authorityOf, makeAuthority } from './authority.ts';

test('an authority issues for the time that is asked for, each certificate with a key and a number of its own', async () => {
  const { certificate, key } = await makeAuthority();
  const authority = await authorityOf(certificate, key);
  const notBefore = new Date('2026-01-01T00:00:00Z');
  const notAfter = new Date('2026-01-02T00:00:00Z');
  const made = await Promise.all(['justice', 'justice'].map((name) => authority.issue({ name, notBefore, notAfter })));
  const [first, second] = made.map(({ cert }) => new X509Certificate(cert));

  expect([first?.validFromDate, first?.validToDate]).toEqual([notBefore, notAfter]);
  expect(first?.verify(new X509Certificate(certificate).publicKey)).toBe(true);
  expect(first?.serialNumber).not.toBe(second?.serialNumber);
  expect(new Set(made.map((each) => each.key)).size).toBe(2);
});

test('two authorities have different names, so that one may take the place of the other', async () => {
  const [first, second] = await Promise.all([makeAuthority(), makeAuthority()]);

  expect(new X509Certificate(first.certificate).subject).not.toBe(new X509Certificate(second.certificate).subject);
});
