import '../followups.ts';
import { composeServices } from '@apollo/composition';
import { asksOf, withoutSecurity } from '@chancery/policy';
import { parse, print } from 'graphql';
import { CompositionFailed } from './compositionFailed.ts';
import { asSentence } from './hints.ts';
import { kindNames, kindsSdl } from './kinds.ts';
import { findNonNullCrossings } from './nullability.ts';
import { findDifferingRequires } from './requiredArguments.ts';
import { findNonNullProtected, findUncompiledRules } from './security.ts';
import { findSlowPlans } from './slowPlans.ts';

/** A subgraph as it joins: its name, which is also the name of the service that answers it, and its SDL. */
export interface Member {
  readonly name: string;
  readonly sdl: string;
  /** Of an institution: its kinds go into `Document.content`. */
  readonly institution: boolean;
}

/** What composition gives. */
export interface Composed {
  readonly supergraphSdl: string;
  /** What the composer would have another look at, one sentence each. */
  readonly hints: readonly string[];
}

/** One supergraph from its members, with the generated subgraph `kinds` (DESIGN §3). Throws `CompositionFailed` with everything that is wrong. */
export function compose(members: readonly Member[]): Composed {
  const all = [...members, { name: 'kinds', sdl: kindsSdl(kindNames(members)), institution: false }].map((member) => ({
    name: member.name,
    typeDefs: parse(member.sdl),
  }));
  const {
    schema,
    supergraphSdl,
    errors = [],
    hints = [],
  } = composeServices(all.map((member) => ({ ...member, url: `http://${member.name}` })));
  refuse(errors.map(asSentence));
  if (schema === undefined || supergraphSdl === undefined) throw new CompositionFailed(['Composition gave no supergraph.']);
  const graph = schema.toAPISchema().toGraphQLJSSchema();
  const asks = asksOf(parse(supergraphSdl));
  refuse([...findNonNullCrossings(graph), ...findNonNullProtected(graph, asks), ...findUncompiledRules(all, asks, graph)]);
  refuse(findDifferingRequires(parse(supergraphSdl)));
  refuse(findSlowPlans(print(withoutSecurity(parse(supergraphSdl)))));
  return { supergraphSdl: `${supergraphSdl.trim()}\n`, hints: hints.map((hint) => `${hint.definition.code}: ${hint.message}`) };
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new CompositionFailed(faults);
}
