import { readFileSync } from 'node:fs';
import type { Exports } from '@chancery/exporting';
import { type Parts, requireTokens, type ServiceDefinition, type Subgraph } from '@chancery/kernel';
import { perimeterSdl } from '@chancery/schema';
import { openPerimeter, type PerimeterDatabase } from './database.ts';
import { perimeterExports } from './exports/perimeterExports.ts';
import { deliveryRoutes } from './files/deliveryRoutes.ts';
import { filesRoutes } from './files/filesRoutes.ts';
import { fileStoreIn } from './files/settings.ts';
import { OfficialKeys } from './keys/officialKeys.ts';
import { Seals } from './keys/seals.ts';
import { type KindContent, type KindDeclaration, kindsOf } from './kinds.ts';
import { membersOf } from './members.ts';
import type { Perimeter } from './perimeter.ts';
import { perimeterResolvers } from './resolvers.ts';
import { concludeReleases } from './sweeps/concludeReleases.ts';
import { dropFiles } from './sweeps/dropFiles.ts';
import { dropStrays } from './sweeps/dropStrays.ts';
import { settleCopies } from './sweeps/settleCopies.ts';
import { SightNotices } from './sweeps/sightNotices.ts';
import { Sweep } from './sweeps/sweep.ts';

/** What an institution declares: everything else is the perimeter standard. */
export interface InstitutionDeclaration {
  /** The server's name: `justice`. */
  readonly name: string;
  /** The SDL of its kinds. */
  readonly schema: URL;
  /** The codes that it answers for, or `hosted`: all that live on this server by the directory's word. */
  readonly institutions: readonly string[] | 'hosted';
  readonly kinds: Readonly<Record<string, KindDeclaration>>;
}

const SWEEP_MS = 15_000;
/** §13.2 At once: the copy of the directory is a second old at most. */
const TELL_MS = 500;
const TIDY_MS = 3_600_000;

/** An institution's server: the perimeter standard, carried out once, with the institution's own kinds. */
export function defineInstitution(declaration: InstitutionDeclaration): ServiceDefinition<PerimeterDatabase> {
  const sdl = readFileSync(declaration.schema, 'utf8');
  const kinds = kindsOf(sdl, declaration.kinds);
  return {
    role: 'perimeter',
    migrations: new URL('./prisma/migrations/', import.meta.url),
    open: openPerimeter,
    build: (parts) => {
      const perimeter = perimeterOf(declaration, kinds, parts);
      return subgraph(perimeter, perimeterExports(perimeter, parts.config.environment), sdl);
    },
  };
}

function perimeterOf(
  { name, institutions }: InstitutionDeclaration,
  kinds: ReadonlyMap<string, KindContent>,
  { db, client, directory, tokens, config }: Parts<PerimeterDatabase>,
): Perimeter {
  const seals = new Seals({ db, client, directory });
  const members = membersOf(name, institutions, directory);
  return {
    db,
    client,
    directory,
    tokens: requireTokens({ tokens, config }),
    kinds,
    seals,
    members,
    officialKeys: new OfficialKeys(db, seals, config.profile),
    sightNotices: new SightNotices({ db, directory, members }),
    files: fileStoreIn(name, config.environment),
  };
}

function subgraph(perimeter: Perimeter, exports: Exports, sdl: string): Subgraph {
  let behind = '';
  const sweeps = [
    new Sweep('sweep of releases', SWEEP_MS, () => concludeReleases(perimeter, new Date())),
    new Sweep('sweep of pending copies', SWEEP_MS, () => settleCopies(perimeter, new Date())),
    new Sweep('sweep of files', TIDY_MS, () => dropFiles(perimeter, new Date())),
    new Sweep('sweep of stray bytes', TIDY_MS, async () => {
      behind = await dropStrays(perimeter, behind, new Date());
    }),
    new Sweep('notices of sight', TELL_MS, () => perimeter.sightNotices.tell()),
  ];
  return {
    typeDefs: [perimeterSdl, sdl],
    resolvers: perimeterResolvers(perimeter, exports),
    streams: [...filesRoutes(perimeter), ...deliveryRoutes(perimeter), exports.route],
    start: async () => {
      await perimeter.officialKeys.requireAllowed();
      await perimeter.files.prepare();
      for (const sweep of sweeps) sweep.start();
      exports.worker.start();
    },
    stop: async () => {
      await Promise.all([...sweeps.map((sweep) => sweep.stop()), exports.worker.stop()]);
    },
  };
}
