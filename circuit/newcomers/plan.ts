import type { TrustedOperation } from '@chancery/schema';
import { compose, type GraphText, type Member } from '@chancery/supergraph';
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { readMembers } from '../members.ts';
import { readOperation, readOperations } from '../operations/published.ts';
import type { ContentField } from './contentField.ts';
import { folderFiles, operationFiles } from './folder.ts';
import type { Newcomer } from './newcomer.ts';

/** What a newcomer's joining, or its leaving, makes of the graph. */
export interface PlannedGraph extends GraphText {
  readonly operations: readonly TrustedOperation[];
  readonly hints: readonly string[];
}

/** The graph with a newcomer in it; its folder's own SDL counts where there is one. Throws `CompositionFailed`, and nothing is written yet. */
export function graphWith(newcomer: Newcomer, fields: readonly ContentField[]): PlannedGraph {
  const members = readMembers();
  const sdl = folderFiles(newcomer, fields).get('schema.graphql') ?? '';
  const own = members.some(({ name }) => name === newcomer.server) ? [] : [{ name: newcomer.server, sdl, institution: true }];
  const added = [...operationFiles(newcomer)].map(([file, text]) => readOperation(file, text));
  const known = readOperations().filter(({ name }) => !added.some((each) => each.name === name));
  return planned([...members, ...own], [...known, ...added]);
}

/** The graph with an institution in it that has a system of its own: its SDL is given. Nothing of it is published by itself. */
export function graphConnecting({ server, sdl }: { readonly server: string; readonly sdl: string }): PlannedGraph {
  const others = readMembers().filter(({ name }) => name !== server);
  return planned([...others, { name: server, sdl, institution: true }], readOperations());
}

/** The graph without it: also without the published operations that ask for what it alone has. */
export function graphWithout({ server }: Pick<Newcomer, 'server'>): PlannedGraph {
  const left = planned(
    readMembers().filter(({ name }) => name !== server),
    readOperations(),
  );
  const schema = schemaOf(left.supergraphSdl);
  return { ...left, operations: left.operations.filter(({ body }) => validate(schema, parse(body)).length === 0) };
}

/** The names of all types that a supergraph has. */
export const typesIn = (supergraphSdl: string): readonly string[] => Object.keys(schemaOf(supergraphSdl).getTypeMap());

const schemaOf = (supergraphSdl: string): GraphQLSchema => buildSchema(supergraphSdl, { assumeValid: true, assumeValidSDL: true });

function planned(members: readonly Member[], operations: PlannedGraph['operations']): PlannedGraph {
  const { supergraphSdl, hints } = compose(members);
  return { supergraphSdl, operations: [...operations].sort((a, b) => (fileOf(a.name) < fileOf(b.name) ? -1 : 1)), hints };
}

const fileOf = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}.graphql`;
