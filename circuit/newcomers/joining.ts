import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type InstitutionCode, parseInstitutionCode, parseKind } from '@chancery/domain';
import { readSupergraph } from '@chancery/schema';
import { places } from '../network/places.ts';
import { institutionSeeds } from '../seeds/institutions.ts';
import { issuerRow, services } from '../services.ts';
import { repository } from '../supervisor/home.ts';
import { folderOf, isWritten } from './code.ts';
import type { ContentField } from './contentField.ts';
import { readNewcomers } from './membersFile.ts';
import { type Newcomer, parseNewcomer, parseServer, serverOf } from './newcomer.ts';
import { typesIn } from './plan.ts';
import { howToEnd, type Unfinished, unfinished } from './unfinished.ts';

/** What somebody wants to add. */
export interface Wish {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly server?: string;
}

/** The first port behind those of the first services and the issuer. */
const FIRST_PORT = issuerRow.preferredPort + 1;
/** Names that mean something else where services are named, or folders of subgraphs. */
const taken: readonly string[] = [
  ...places.map(({ name }) => name),
  ...['perimeter', 'kinds', 'kernel', 'institutions', 'members', 'postgres', 'service'],
];

/**
 * The newcomer of a wish: a new one, or the one of a joining that was broken off, to be gone on with. Throws `Refusal` for what is malformed,
 * and `Taken` for what exists already. Nothing is written.
 */
export function newcomerOf(wish: Wish, fields: readonly ContentField[]): Newcomer {
  const code = parseInstitutionCode.at('--code', wish.code);
  const server = parseServer(wish.server ?? serverOf(code, wish.name));
  const known = readNewcomers();
  const newcomer = parseNewcomer({ server, code, name: wish.name, kind: parseKind.at('--kind', wish.kind), port: portIn(known, server) });
  const begun = unfinished();
  if (begun !== undefined) return goneOnWith(begun, newcomer, fields);
  const before = known.find((each) => each.code === code);
  if (before !== undefined) return sameOr(before, newcomer);
  const first = institutionSeeds.find((each) => each.code === code || each.name === newcomer.name);
  if (first !== undefined) throw new Taken(`${first.code} is the ${first.name} already.`);
  const other = known.find((each) => each.server === server || each.name === newcomer.name);
  if (other !== undefined) throw new Taken(`${other.name} (${other.code}, server ${other.server}) is there already.`);
  if (isWritten(newcomer, fields)) return newcomer;
  if (reserved(server)) throw new Taken(`${server} is something else here already. Name another server: --server <name>`);
  if (existsSync(folderOf(newcomer)))
    throw new Taken(`subgraphs/institutions/${server} is there already. Name another server: --server <name>`);
  const types = typesOf(newcomer.kind);
  const type = ['Subscription', ...typesIn(readSupergraph())].find((each) => types.includes(each));
  if (type !== undefined) throw new Taken(`The graph has a type ${type} already. Name another kind.`);
  return newcomer;
}

/** Whether a name means something else where services are named, or is a package's of ours: two of one name make npm refuse everything. */
export const reserved = (server: string): boolean =>
  taken.includes(server) || [server, `subgraphs/${server}`].some((place) => existsSync(join(repository, place)));

/** Something of the name is there already. */
export class Taken extends Error {
  override readonly name = 'Taken';
}

/** One change of members after the other: two half ones would stand in one graph. Throws `Taken` where another one was broken off. */
export function requireNoneUnfinished(but: InstitutionCode): void {
  const begun = unfinished();
  if (begun !== undefined && begun.member.code !== but) throw new Taken(howToEnd(begun));
}

function goneOnWith(begun: Unfinished, wanted: Newcomer, fields: readonly ContentField[]): Newcomer {
  if (begun.act !== 'joining' || begun.member.code !== wanted.code) throw new Taken(howToEnd(begun));
  const { member } = begun;
  const words = ({ name, kind, server }: Newcomer, its: readonly ContentField[]) => JSON.stringify([name, kind, server, its]);
  if (words(member, begun.fields) !== words(wanted, fields)) throw new Taken(howToEnd(begun));
  return member;
}

function sameOr(before: Newcomer, wanted: Newcomer): Newcomer {
  const isSame = before.name === wanted.name && before.kind === wanted.kind && before.server === wanted.server;
  if (!isSame) throw new Taken(`${before.code} is the ${before.name} already (server ${before.server}, kind ${before.kind}).`);
  return before;
}

function portIn(known: readonly Newcomer[], server: string): number {
  const own = known.find((each) => each.server === server)?.port;
  const ports: readonly number[] = [...services.map(({ preferredPort }) => preferredPort), ...known.map(({ port }) => port)];
  return own ?? Math.max(FIRST_PORT, ...ports.map((port) => port + 1));
}

const typesOf = (kind: string): readonly string[] => [
  kind,
  ...['Draft', 'Revise'].flatMap((verb) => [`${verb}${kind}Input`, `${verb}${kind}Payload`]),
];
