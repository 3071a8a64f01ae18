import { X509Certificate } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Connections, Credentials, readIdentity, readRegistry, takenOverMs } from '@chancery/trust';
import { connectedTo } from '../newcomers/connected.ts';
import { giveAgain, withoutFolder } from '../newcomers/credentials.ts';
import { readText } from '../supervisor/files.ts';
import { certificateFiles, type Home, keyFile } from '../supervisor/home.ts';
import { CIRCUIT } from '../supervisor/keys.ts';
import { keepCertificates, readTrusted, writeAuthority, writeTrusted } from './keepCertificates.ts';

/** So long a service may take to show its new certificate beyond the usual time, and so often it is asked, in milliseconds. */
const LONGEST_MS = 20_000;
const ASKED_AGAIN_MS = 1_000;

/**
 * Puts a new authority in the place of the circuit's, while everything runs: first both are believed, then every service gets a certificate of the
 * new one, then the new one alone is believed. Broken off anywhere, everybody goes on working, and the next run goes on where it was.
 */
export async function rotateAuthority(home: Home, say: (line: string) => void): Promise<void> {
  const names = readRegistryNames(home);
  if (readTrusted(home).length < 2 || existsSync(nextOf(home).certificate)) await bringIn(home, say);
  say('every service gets a certificate of the new authority');
  await keepCertificates(home, names);
  giveAgain(home);
  await pause(takenOverMs);
  const current = readText(home.authority.certificate) ?? '';
  const late = await lateWith(home, current);
  if (late.length > 0)
    throw new Error(`These do not show a certificate of the new authority yet: ${late.join(', ')}. ${handOver(home, late)}Run it again.`);
  writeTrusted(home, [current]);
  giveAgain(home);
  say('the new authority alone is believed');
  await pause(takenOverMs);
}

/** Who was handed its certificate, and does not take it from a folder, is handed it again. */
const handOver = (home: Home, late: readonly string[]): string =>
  connectedTo(home).some(({ name }) => late.includes(name))
    ? 'To systems of their own hand over what npm run institution -- renew writes. '
    : '';

/** Nobody shows a certificate of the new authority before all believe it: also who has a system of its own, and takes it when it is handed over. */
async function bringIn(home: Home, say: (line: string) => void): Promise<void> {
  const next = nextOf(home);
  if (!existsSync(next.certificate)) {
    const { makeAuthority } = await import('./authority.ts');
    writeAuthority(next, await makeAuthority());
  }
  const certificate = readText(next.certificate) ?? '';
  if (!readTrusted(home).includes(certificate.trim())) writeTrusted(home, [...readTrusted(home), certificate]);
  say(`the old and the new authority are believed (${new X509Certificate(certificate).subject})`);
  giveAgain(home);
  const unreached = withoutFolder(home).map(({ institution: { code } }) => code);
  if (unreached.length > 0) throw new Error(notGiven(unreached));
  await pause(takenOverMs);
  if (existsSync(next.key)) renameSync(next.key, home.authority.key);
  renameSync(next.certificate, home.authority.certificate);
}

/** Where the new authority is until everybody believes it. */
const nextOf = ({ authority }: Home): Home['authority'] => ({ key: `${authority.key}.next`, certificate: `${authority.certificate}.next` });

const notGiven = (codes: readonly string[]): string =>
  `Who has a system of its own must be given the new authority first: ${codes.join(', ')}. For each: npm run institution -- renew --code <code> --into <folder>. Hand it over, leave the folder, and run this again.`;

const readRegistryNames = (home: Home): readonly string[] => readRegistry(home.services).names;

/** Who does not show it in time; a service that is busy is asked again. */
async function lateWith(home: Home, certificate: string): Promise<readonly string[]> {
  for (const end = Date.now() + LONGEST_MS; ; await pause(ASKED_AGAIN_MS)) {
    const late = await whoDoesNotShow(home, certificate);
    if (late.length === 0 || Date.now() > end) return late;
  }
}

/** The services that cannot be reached by who believes the new authority alone. */
async function whoDoesNotShow(home: Home, certificate: string): Promise<readonly string[]> {
  const identity = readIdentity(keyFile(home, CIRCUIT), certificateFiles(home, CIRCUIT));
  const registry = readRegistry(home.services);
  const strict = new Connections(
    { ...identity, credentials: new Credentials({ ...identity.credentials.current, ca: certificate }) },
    registry,
  );
  const asked = registry.names.filter((name) => registry.entry(name).role !== 'gateway' && name !== CIRCUIT);
  const wells = await Promise.all(asked.map(async (name) => ({ name, isWell: await strict.isWell(name) })));
  await strict.close();
  return wells.filter(({ isWell }) => !isWell).map(({ name }) => name);
}
