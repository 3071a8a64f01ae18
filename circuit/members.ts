import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { perimeterSdl } from '@chancery/schema';
import type { CheckedMember } from '@chancery/supergraph';

const subgraphs = new URL('../subgraphs/', import.meta.url);

/** The members of the supergraph as the folders hold them: the perimeter standard, the exchange's own subgraphs, one for each institution. */
export function readMembers(): readonly CheckedMember[] {
  const central = ['directory', 'exchange', 'catalogue', 'audit'].map((name) =>
    memberIn(name, new URL(`${name}/`, subgraphs), `subgraphs/${name}`),
  );
  const folder = new URL('institutions/', subgraphs);
  const institutions = readdirSync(folder)
    .sort()
    .map((name) => ({ name, folder: new URL(`${name}/`, folder) }))
    .filter((each) => existsSync(new URL('schema.graphql', each.folder)))
    .map((each) => memberIn(each.name, each.folder, `subgraphs/institutions/${each.name}`));
  return [{ name: 'perimeter', sdl: perimeterSdl, institution: false, file: 'schema/perimeter.graphql' }, ...central, ...institutions];
}

const memberIn = (name: string, folder: URL, place: string): CheckedMember => ({
  name,
  sdl: readFileSync(new URL('schema.graphql', folder), 'utf8'),
  institution: place.includes('/institutions/'),
  file: `${place}/schema.graphql`,
});
