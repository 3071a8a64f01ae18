import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { readText, writeWhole } from '../supervisor/files.ts';
import { certificateFiles, type Home } from '../supervisor/home.ts';
import type { Authority } from './authority.ts';

/**
 * Makes sure that each of these services has a certificate of the circuit's authority with more than a third of its life before it. What is
 * there and good is kept; the authority itself is made at the first start. Answers for whom it has issued a new one.
 */
export async function keepCertificates(home: Home, names: readonly string[], now = Date.now()): Promise<readonly string[]> {
  const certificate = readText(home.authority.certificate);
  const due = names.filter((name) => certificate === undefined || isDue(home, name, new X509Certificate(certificate), now));
  if (due.length > 0) await renewCertificates(home, due);
  return due;
}

/** Issues a new certificate, with a new key, to each of these services, whatever it has. */
export async function renewCertificates(home: Home, names: readonly string[]): Promise<void> {
  const authority = await keepAuthority(home);
  keepTrusted(home, authority);
  await Promise.all(names.map((name) => issueTo(home, authority, name)));
}

/** When the certificate in a file ends; milliseconds since 1970, undefined where there is none. */
export function certificateUntil(file: string): number | undefined {
  const text = readText(file);
  try {
    return text === undefined ? undefined : Date.parse(new X509Certificate(text).validTo);
  } catch {
    return undefined;
  }
}

/** Writes an authority: from now on certificates come from it. */
export function writeAuthority(place: Home['authority'], { certificate, key }: Authority): void {
  mkdirSync(dirname(place.key), { recursive: true, mode: 0o700 });
  writeWhole(place.key, key, 0o600);
  writeWhole(place.certificate, certificate);
}

/** Writes which authorities' certificates are believed. */
export function writeTrusted(home: Home, certificates: readonly string[]): void {
  mkdirSync(dirname(home.trusted), { recursive: true, mode: 0o700 });
  writeWhole(home.trusted, certificates.map((text) => `${text.trim()}\n`).join(''));
}

/** The certificates of the authorities that are believed. */
export const readTrusted = (home: Home): readonly string[] =>
  readText(home.trusted)?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

// What issues is loaded only when something is to be issued: most starts find everything there.
async function keepAuthority(home: Home): Promise<Authority> {
  const { authorityOf, makeAuthority } = await import('./authority.ts');
  const [certificate, key] = [readText(home.authority.certificate), readText(home.authority.key)];
  if (certificate !== undefined && key !== undefined) {
    if (!fits(certificate, key)) throw new Error(`${home.authority.certificate} is no certificate of the key beside it.`);
    return authorityOf(certificate, key);
  }
  const made = await makeAuthority();
  writeAuthority(home.authority, made);
  return made;
}

function keepTrusted(home: Home, { certificate }: Authority): void {
  const trusted = readTrusted(home);
  if (!trusted.includes(certificate.trim())) writeTrusted(home, [certificate]);
}

async function issueTo(home: Home, authority: Authority, name: string): Promise<void> {
  const { cert, key } = await authority.issue({ name });
  const files = certificateFiles(home, name);
  // Between the two a reader finds files that do not fit together, and waits.
  writeWhole(files.key, key, 0o600);
  writeWhole(files.cert, cert);
}

function isDue(home: Home, name: string, authority: X509Certificate, now: number): boolean {
  const files = certificateFiles(home, name);
  const [cert, key] = [readText(files.cert), readText(files.key)];
  if (cert === undefined || key === undefined || !fits(cert, key)) return true;
  const own = new X509Certificate(cert);
  const [from, until] = [Date.parse(own.validFrom), Date.parse(own.validTo)];
  return own.checkHost(name) === undefined || !own.verify(authority.publicKey) || now > from + ((until - from) * 2) / 3;
}

function fits(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
