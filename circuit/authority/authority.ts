import { randomBytes, type webcrypto } from 'node:crypto';
import 'reflect-metadata';
import type { OwnCertificate } from '@chancery/trust';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** What a certificate is issued for. */
export interface CertificateOrder {
  /** A service's name in the registry: the certificate's subject and its first alternative name. */
  readonly name: string;
  /** Now, less a few minutes for clocks that are apart, when left out. */
  readonly notBefore?: Date;
  /** In 30 days when left out. */
  readonly notAfter?: Date;
}

/** A certificate authority of a circuit. */
export interface Authority {
  /** What others are given to believe what it issues: a PEM text. */
  readonly certificate: string;
  /** PKCS #8 as PEM: whoever has it can be any service. */
  readonly key: string;
  /** A certificate for one service, to be shown as server and as client, with a new key. */
  issue(order: CertificateOrder): Promise<OwnCertificate>;
}

const day = 86_400_000;
const authorityDays = 10 * 365;
const serviceDays = 30;
const clocksApartMs = 5 * 60_000;
const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const;
const uses: webcrypto.KeyUsage[] = ['sign', 'verify'];

/** Makes an authority with a key of its own (ECDSA P-256). It issues for services only, never for other authorities. */
export async function makeAuthority(name = 'Chancery circuit'): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(curve, true, uses);
  const made = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    // Two authorities of one circuit are told apart by name as well: one may take the place of the other.
    name: [{ CN: [`${name} ${newSerial().slice(2, 10)}`] }],
    notBefore: new Date(Date.now() - clocksApartMs),
    notAfter: new Date(Date.now() + authorityDays * day),
    keys,
    signingAlgorithm: signing,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return authorityOf(made.toString('pem'), await pemOf(keys.privateKey));
}

/** The authority of a certificate and its private key. */
export async function authorityOf(certificate: string, key: string): Promise<Authority> {
  const own = new X509Certificate(certificate);
  const signingKey = await crypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(key), curve, false, ['sign']);
  return { certificate, key, issue: (order) => issue(own, signingKey, order) };
}

async function issue(
  authority: X509Certificate,
  signingKey: webcrypto.CryptoKey,
  { name, notBefore, notAfter }: CertificateOrder,
): Promise<OwnCertificate> {
  const keys = await crypto.subtle.generateKey(curve, true, uses);
  const made = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [name] }],
    issuer: authority.subjectName,
    notBefore: notBefore ?? new Date(Date.now() - clocksApartMs),
    notAfter: notAfter ?? new Date(Date.now() + serviceDays * day),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: signing,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: name },
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: `${made.toString('pem')}\n`, key: await pemOf(keys.privateKey) };
}

const pemOf = async (key: webcrypto.CryptoKey): Promise<string> =>
  `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), PemConverter.PrivateKeyTag)}\n`;

/** 127 random bits, positive and never empty (RFC 5280 §4.1.2.2). */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
