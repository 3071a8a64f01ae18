import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseInstitutionCode, Refusal } from '@chancery/domain';
import { institutionSeeds } from '../seeds/institutions.ts';
import { allServices } from '../services.ts';
import { writeWhole } from '../supervisor/files.ts';
import { repository } from '../supervisor/home.ts';
import type { Connected } from './connected.ts';
import { requireNoneUnfinished, reserved, Taken } from './joining.ts';
import { readNewcomers } from './membersFile.ts';
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
export function connectionOf(wish: ConnectionWish, connected: readonly Connected[]): Connection {
  const { server, code, name } = parseNewcomer({ ...wish, code: parseInstitutionCode.at('--code', wish.code), kind: 'None', port: 443 });
  requireNoneUnfinished(code);
  if (!/^https:\/\/[^/\s]+$/.test(wish.url)) throw new Refusal('BAD_INPUT', 'Its URL is https://host:port.');
  if (reserved(server) || allServices().some((row) => row.name === server)) throw new Taken(`${server} is a service already.`);
  const others = connected.filter((each) => each.name !== server || each.institution.code !== code);
  const taken = [...institutionSeeds, ...readNewcomers(), ...others.map(({ institution }) => institution)];
  const first = taken.find((each) => each.code === code || each.name === name);
  if (first !== undefined) throw new Taken(`${first.code} is the ${first.name} already.`);
  const other = others.find((each) => each.name === server);
  if (other !== undefined) throw new Taken(`${server} is the server of ${other.institution.code} already.`);
  if (!existsSync(wish.sdl)) throw new Refusal('BAD_INPUT', `There is no file ${wish.sdl}.`);
  return { server, code, name, url: wish.url, sdl: readFileSync(wish.sdl, 'utf8'), into: resolve(wish.into) };
}

/** Writes the SDL of its kinds where composition finds it. */
export function writeSdl({ server, sdl }: Connection): void {
  const folder = join(repository, 'subgraphs/institutions', server);
  mkdirSync(folder, { recursive: true });
  writeWhole(join(folder, 'schema.graphql'), sdl);
}
