import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseInstitutionCode, Refusal } from '@chancery/domain';
import { perimeterSdl } from '@chancery/schema';
import { createIdentity, type ServiceEntry } from '@chancery/trust';
import { keepCertificates } from '../authority/keepCertificates.ts';
import { institutionSeeds } from '../seeds/institutions.ts';
import { allServices } from '../services.ts';
import { readJson, writeJson, writeWhole } from '../supervisor/files.ts';
import { certificateFiles, type Home, repository } from '../supervisor/home.ts';
import { entryOf } from '../supervisor/keys.ts';
import { reserved, Taken } from './joining.ts';
import { type Newcomer, parseNewcomer } from './newcomer.ts';

/** An institution with a system of its own, as somebody wants to connect it. */
export interface ConnectionWish {
  readonly code: string;
  readonly name: string;
  readonly server: string;
  /** Where its server answers. */
  readonly url: string;
  /** The file that holds the SDL of its kinds. */
  readonly sdl: string;
  /** The folder into which what the institution is given is written. */
  readonly into: string;
}

/** A wish that was found well formed, with what composition needs of it. */
export interface Connection extends Pick<Newcomer, 'server' | 'code' | 'name'> {
  readonly url: string;
  readonly sdl: string;
  readonly into: string;
}

/** The wish, checked; throws `Refusal` or `Taken`. What is connected already may be connected anew: it gets new keys. */
export function connectionOf(wish: ConnectionWish): Connection {
  const { server, code, name } = parseNewcomer({ ...wish, code: parseInstitutionCode(wish.code), kind: 'None', port: 443 });
  if (!/^https:\/\/[^/\s]+$/.test(wish.url)) throw new Refusal('BAD_INPUT', 'Its URL is https://host:port.');
  if (reserved(server) || allServices().some((row) => row.name === server)) throw new Taken(`${server} is a service already.`);
  const first = institutionSeeds.find((each) => each.code === code || each.name === name);
  if (first !== undefined) throw new Taken(`${first.code} is the ${first.name} already.`);
  if (!existsSync(wish.sdl)) throw new Refusal('BAD_INPUT', `There is no file ${wish.sdl}.`);
  return { server, code, name, url: wish.url, sdl: readFileSync(wish.sdl, 'utf8'), into: resolve(wish.into) };
}

/** Those with systems of their own that a circuit knows. */
export const connectedTo = (home: Home): readonly ServiceEntry[] => readJson<readonly ServiceEntry[]>(home.connected) ?? [];

/** Writes the SDL of its kinds where composition finds it. */
export function writeSdl({ server, sdl }: Connection): void {
  const folder = join(repository, 'subgraphs/institutions', server);
  mkdirSync(folder, { recursive: true });
  writeWhole(join(folder, 'schema.graphql'), sdl);
}

/** Issues what it is known by, tells all services of it, and writes what it is given: nothing of its private key stays here but the certificate's. */
export async function issueCredentials(home: Home, { server, url, sdl, into }: Connection): Promise<void> {
  const { identity } = await createIdentity(server, 'perimeter');
  if (!home.isForeignAuthority) await keepCertificates(home, [server]);
  const entry = entryOf(identity, url);
  const beside = (entries: readonly ServiceEntry[]) => [...entries.filter(({ name }) => name !== server), entry];
  writeJson(home.connected, beside(connectedTo(home)));
  writeJson(home.services, beside(readJson<readonly ServiceEntry[]>(home.services) ?? []));
  mkdirSync(into, { recursive: true, mode: 0o700 });
  writeJson(join(into, 'identity.json'), { name: server, privateKey: identity.privateKey }, 0o600);
  const { cert, key, ca } = certificateFiles(home, server);
  copyFileSync(cert, join(into, 'server.crt'));
  copyFileSync(key, join(into, 'server.key'));
  copyFileSync(ca, join(into, 'trusted.pem'));
  copyFileSync(home.services, join(into, 'services.json'));
  writeWhole(join(into, 'perimeter.graphql'), perimeterSdl);
  writeWhole(join(into, 'schema.graphql'), sdl);
}
