import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Sdls } from '../sides/federation.ts';
import type { Question, Told } from '../sides/side.ts';
import type { Resolvers, Stores } from './storeReader.ts';

/** A small federation, an operation on it, and what is answered by the specification. */
export interface Federation {
  readonly name: string;
  readonly sdls: Sdls;
  /** What each subgraph has. */
  readonly stores: Stores;
  /** What it works out: made anew for each who is asked. */
  readonly resolvers: () => Resolvers;
  readonly question: Question;
  readonly expected: Told;
}

const here = fileURLToPath(new URL('.', import.meta.url));

/** The names of all: one folder each. */
export const federations: readonly string[] = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Reads a federation from its folder. */
export async function federation(name: string): Promise<Federation> {
  const file = (path: string) => `${here}${name}/${path}`;
  const json = <Value>(path: string, otherwise: Value): Value =>
    existsSync(file(path)) ? JSON.parse(readFileSync(file(path), 'utf8')) : otherwise;
  const subgraphs = readdirSync(file('subgraphs'));
  const code = existsSync(file('resolvers.ts')) ? await import(file('resolvers.ts')) : { resolvers: () => ({}) };
  return {
    name,
    sdls: Object.fromEntries(subgraphs.map((path) => [path.replace('.graphql', ''), readFileSync(file(`subgraphs/${path}`), 'utf8')])),
    stores: json('data.json', {}),
    resolvers: code.resolvers,
    question: { source: readFileSync(file('operation.graphql'), 'utf8'), operationName: null, variables: json('variables.json', {}) },
    expected: { errors: [], ...json('expected.json', { data: null }) },
  };
}
