import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { askedRules } from './askedRules.ts';
import { bundleHash } from './bundleHash.ts';
import { regulation } from './regulation.ts';
import { asksOf, withoutSecurity } from './securityDirectives.ts';
import { type Decide, underRegulation } from './underRegulation.ts';

/** Everything that decides, under one name. */
export interface RuleBundle {
  /** 64 hexadecimal digits (§10.6). */
  readonly hash: string;
  readonly decide: Decide;
}

/**
 * The regulation and what the subgraphs of a supergraph ask beside it. `schema` is the graph that clients see; unless given, all of it.
 * Throws `UncompiledRules`.
 */
export function ruleBundle(supergraphSdl: string, schema?: GraphQLSchema): RuleBundle {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const asks = asksOf(supergraph);
  const graph = schema ?? buildASTSchema(withoutSecurity(supergraph), { assumeValidSDL: true });
  return { hash: bundleHash(asks), decide: underRegulation(graph, regulation, askedRules(asks)) };
}
