import { Supergraph } from '@apollo/federation-internals';
import { withoutSecurity } from '@chancery/policy';
import { findBreakingChanges, type GraphQLSchema, parse, print } from 'graphql';
import type { CheckedGraph, Fault } from './fault.ts';
import { placeBefore } from './releasedPlace.ts';

/** What whoever relies on the released graph would miss: types, fields and values that are gone, or ask for more, or answer less. */
export function findReleasedBroken({ members, released, composed }: CheckedGraph): readonly Fault[] {
  return findBreakingChanges(publicGraphOf(released), publicGraphOf(composed)).map(({ description }) => {
    const { type, field } = namedIn(description);
    const remedy = 'Others rely on it: leave it as it was, mark it @deprecated, and add the new one beside it.';
    return { ...placeBefore({ members, released }, type, field), says: description.replace(/\.?$/, '.'), remedy };
  });
}

/** graphql-js tells of a change in a sentence alone: `EpidemicReport.deaths was removed.` */
function namedIn(description: string): { readonly type: string; readonly field: string | undefined } {
  const named = [...description.matchAll(/\b([A-Z]\w*)(?:\.(\w+))?/g)].find(([, type = '']) => type !== 'A');
  return { type: named?.[1] ?? '', field: named?.[2] ?? /\bfield (\w+) on\b/.exec(description)?.[1] };
}

/** The graph as callers see it. */
export const publicGraphOf = (supergraphSdl: string): GraphQLSchema =>
  Supergraph.build(print(withoutSecurity(parse(supergraphSdl))))
    .apiSchema()
    .toGraphQLJSSchema();
