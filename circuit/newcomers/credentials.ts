import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { perimeterSdl } from '@chancery/schema';
import { createIdentity, type ServiceKey } from '@chancery/trust';
import { certificateUntil, keepCertificates, renewCertificates } from '../authority/keepCertificates.ts';
import { readText, writeJson, writeWhole } from '../supervisor/files.ts';
import { certificateFiles, type Home } from '../supervisor/home.ts';
import { entryOf } from '../supervisor/keys.ts';
import { type Connected, connectedTo, forgetConnected, keepConnected } from './connected.ts';
import type { Connection } from './connecting.ts';
import { ownerUrl } from './documents.ts';
import { followAnew } from './followAnew.ts';
import { shownUntil } from './shownCertificate.ts';

/** Issues what it is known by, tells all services of it, and writes what it is given: nothing of its private key stays here but the certificate's. */
export async function issueCredentials(home: Home, { server, code, name, url, sdl, into }: Connection): Promise<void> {
  const { identity } = await createIdentity(server, 'perimeter');
  await issueCertificate(home, server);
  const isNew = connectedTo(home).every((each) => each.name !== server);
  if (isNew) await followAnew(server, (service) => ownerUrl(home, service));
  const connected = { ...entryOf(identity, url), institution: { code, name }, into };
  keepConnected(home, connected);
  giveKey(connected, identity);
  giveCertificate(home, connected);
  writeWhole(join(into, 'perimeter.graphql'), perimeterSdl);
  writeWhole(join(into, 'schema.graphql'), sdl);
}

/** Gives it a new certificate, and the list of services as it is now. The certificate before it is good until it ends. */
export async function renewCertificate(home: Home, connected: Connected): Promise<void> {
  await issueCertificate(home, connected.name);
  keepConnected(home, connected);
  giveCertificate(home, connected);
}

/** Gives it a new key for its mandates. The one before it is believed until `endOldKey`. */
export async function renewKey(home: Home, { otherKey: _, ...connected }: Connected): Promise<Connected> {
  const { identity } = await createIdentity(connected.name, 'perimeter');
  const renewed = { ...connected, ...entryOf(identity, connected.url), otherKey: connected.publicKey };
  keepConnected(home, renewed);
  giveKey(renewed, identity);
  return renewed;
}

/** Nobody knows it any more, and what was kept here of its certificate goes. What it was given stays where it is. */
export async function disconnect(home: Home, { name }: Connected): Promise<void> {
  forgetConnected(home, name);
  const { cert, key } = certificateFiles(home, name);
  if (!home.isForeignAuthority) for (const file of [cert, key]) rmSync(file, { force: true });
}

/** Its present key alone is believed from now on. */
export const endOldKey = (home: Home, { otherKey: _, ...connected }: Connected): void => keepConnected(home, connected);

/**
 * Renews the certificates that have used two thirds of their life of those whose folder is still there to be taken from; says of each other one
 * when its certificate ends, once that is due.
 */
export async function keepConnectedCertificates(home: Home, now = Date.now()): Promise<readonly string[]> {
  const said = await Promise.all(connectedTo(home).map((each) => keepOne(home, each, now)));
  return said.flat();
}

/** Brings the folders that are still there to be taken from up to date: certificates, authorities, services. */
export function giveAgain(home: Home): void {
  for (const connected of connectedTo(home)) if (existsSync(given(connected))) giveCertificate(home, connected);
}

/** Those whose folder is there no more: it was handed over. */
export const withoutFolder = (home: Home): readonly Connected[] => connectedTo(home).filter((each) => !existsSync(given(each)));

const given = ({ into }: Connected): string => join(into, 'server.crt');

async function keepOne(home: Home, connected: Connected, now: number): Promise<readonly string[]> {
  const { name, into, institution } = connected;
  const own = certificateFiles(home, name).cert;
  if (existsSync(given(connected))) {
    const renewed = await keepCertificates(home, [name], now);
    // Also what was broken off between the two.
    const isGiven = readText(given(connected)) === readText(own);
    if (!isGiven || renewed.length > 0) giveCertificate(home, connected);
    return renewed.length > 0 ? [`new certificate for ${institution.code}: ${into}`] : [];
  }
  const until = (await shownUntil(home, connected)) ?? certificateUntil(own);
  if (until === undefined || until - now > LAST_THIRD_MS) return [];
  const ends = `The certificate of ${institution.name} (${institution.code}) ${until < now ? 'ended' : 'ends'} at ${new Date(until).toISOString()}`;
  return [`${ends}: npm run institution -- renew --code ${institution.code} --into <folder>`];
}

const LAST_THIRD_MS = 10 * 86_400_000;

/** With an authority of somebody else's nothing is issued: what lies there is given. */
async function issueCertificate(home: Home, server: string): Promise<void> {
  const { cert, key, ca } = certificateFiles(home, server);
  if (!home.isForeignAuthority) return renewCertificates(home, [server]);
  const missing = [cert, key, ca].filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`Its certificate comes from CHANCERY_TLS_FOLDER, where there is no ${missing.join(', ')}.`);
}

function giveKey({ into, name }: Connected, { privateKey }: ServiceKey): void {
  mkdirSync(into, { recursive: true, mode: 0o700 });
  writeJson(join(into, 'identity.json'), { name, privateKey }, 0o600);
}

/** The key before its certificate: whoever looks between the two sees that they do not fit together yet. */
function giveCertificate(home: Home, { into, name }: Connected): void {
  mkdirSync(into, { recursive: true, mode: 0o700 });
  const { cert, key, ca } = certificateFiles(home, name);
  const given = { 'server.key': key, 'server.crt': cert, 'trusted.pem': ca, 'services.json': home.services };
  for (const [file, from] of Object.entries(given))
    writeWhole(join(into, file), readFileSync(from, 'utf8'), file.endsWith('.key') ? 0o600 : 0o644);
}
