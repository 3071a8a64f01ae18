import { Supergraph } from '@apollo/federation-internals';
import { withoutSecurity } from '@chancery/policy';
import { findBreakingChanges, type GraphQLSchema, parse, print } from 'graphql';
import { type CheckedGraph, type Fault, hasType, placeOf } from './fault.ts';

/** What whoever relies on the released graph would miss: types, fields and values that are gone, or ask for more, or answer less. */
export function findReleasedBroken({ members, released, composed }: CheckedGraph): readonly Fault[] {
  return findBreakingChanges(publicGraphOf(released), publicGraphOf(composed)).map(({ description }) => {
    const { type, field } = namedIn(description, members);
    const remedy = 'Others rely on it: leave it as it was, mark it @deprecated, and add the new one beside it.';
    return { ...placeOf(members, type, field), says: description.replace(/\.?$/, '.'), remedy };
  });
}

/** graphql-js tells of a change in a sentence alone: `EpidemicReport.deaths was removed.` */
function namedIn(description: string, members: CheckedGraph['members']): { readonly type: string; readonly field: string | undefined } {
  const named = [...description.matchAll(/\b([A-Z]\w*)(?:\.(\w+))?/g)].find(([, type = '']) => hasType(members, type));
  return { type: named?.[1] ?? '', field: named?.[2] ?? /\bfield (\w+) on\b/.exec(description)?.[1] };
}

const publicGraphOf = (supergraphSdl: string): GraphQLSchema =>
  Supergraph.build(print(withoutSecurity(parse(supergraphSdl))))
    .apiSchema()
    .toGraphQLJSSchema();
