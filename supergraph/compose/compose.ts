import '../followups.ts';
import { composeServices } from '@apollo/composition';
import { asksOf, withoutSecurity } from '@chancery/policy';
import { parse, print } from 'graphql';
import { CompositionFailed, type CompositionFault, faultOf, unreadable } from './compositionFailed.ts';
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
  refuse(members.flatMap(faultsOfText));
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
  refuse(errors.map(faultOf));
  if (schema === undefined || supergraphSdl === undefined) throw new CompositionFailed([{ says: 'Composition gave no supergraph.' }]);
  const graph = schema.toAPISchema().toGraphQLJSSchema();
  const asks = asksOf(parse(supergraphSdl));
  refuse([...findNonNullCrossings(graph), ...findNonNullProtected(graph, asks), ...findUncompiledRules(all, asks, graph)].map(said));
  refuse(findDifferingRequires(parse(supergraphSdl)).map(said));
  refuse(findSlowPlans(print(withoutSecurity(parse(supergraphSdl)))).map(said));
  return { supergraphSdl: `${supergraphSdl.trim()}\n`, hints: hints.map((hint) => `${hint.definition.code}: ${hint.message}`) };
}

const said = (says: string): CompositionFault => ({ says });

function faultsOfText({ name, sdl }: Member): readonly CompositionFault[] {
  try {
    parse(sdl);
    return [];
  } catch (error) {
    return [unreadable(name, error)];
  }
}

function refuse(faults: readonly CompositionFault[]): void {
  if (faults.length > 0) throw new CompositionFailed(faults);
}
