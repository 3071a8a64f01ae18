import { expect } from 'vitest';
import type { TestCircuit } from './circuit.ts';
import { exported, type Of } from './exports.ts';
import { speakerOf, type Who } from './who.ts';

/** Nodes of a list of the institution for which somebody acts. */
export async function nodesOf(
  circuit: TestCircuit,
  who: Who,
  list: 'inbox' | 'notices' | 'perimeterExports',
  fields: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const query = `query Shown($of: ID!) { shown: ${list}(institution: $of, first: 100) { edges { node { ${fields} } } } }`;
  const variables = { of: speakerOf(who).institution };
  const { data, errors } = await circuit.ask<{ shown: { edges: { node: Record<string, unknown> }[] } }>(query, variables, { as: who });
  expect(errors).toEqual([]);
  return (data?.shown.edges ?? []).map(({ node }) => node);
}

/** An export of a list of the institution for which somebody acts, made and fetched. */
export const exportedFromPerimeter = (circuit: TestCircuit, who: Who, input: object) =>
  exported(circuit, who, { institution: speakerOf(who).institution, ...input }, 'Perimeter' satisfies Of);

type Payload = Readonly<Record<string, { readonly id: string }>>;

/** A command that is carried out. */
export async function said(circuit: TestCircuit, as: Who, name: string, input: object, selection = '__typename'): Promise<Payload> {
  const words = `mutation Say($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`;
  const { data, errors } = await circuit.ask<Record<string, Payload>>(words, { input }, { as });
  expect(errors).toEqual([]);
  return data?.[name] ?? {};
}
