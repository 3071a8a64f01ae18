import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Attributes, type PolicyContext, type Ruling, rulingOf, type Standing, withoutSecurity } from '@chancery/policy';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';

// Runs as a process of its own, with the rules of a folder: what decides here is not what decides in the circuit.
const [folder = ''] = process.argv.slice(2);

type Decide = (type: string, field: string, context: PolicyContext) => Promise<{ readonly clause: string | null } | null>;

/** What `policy/` of that folder offers; the earlier ones have `underRegulation` alone. */
interface TheirPolicy {
  readonly ruleBundle?: (supergraphSdl: string) => { readonly hash: string; readonly decide: Decide };
  readonly underRegulation: (schema: GraphQLSchema) => Decide;
}

try {
  const { hash, decide } = await theirRules();
  process.on('message', (attributes: readonly Attributes[]) => {
    Promise.all(attributes.map((each) => rule(decide, each))).then(
      (rulings) => process.send?.({ rulings }),
      (error: unknown) => process.send?.({ failure: wordsOf(error) }),
    );
  });
  process.send?.({ hash });
} catch (error) {
  process.send?.({ failure: wordsOf(error) });
}

async function theirRules(): Promise<{ readonly hash: string | null; readonly decide: Decide }> {
  const policy = (await import(pathToFileURL(join(folder, 'policy/index.ts')).href)) as TheirPolicy;
  const sdl = readFileSync(join(folder, 'schema/supergraph.graphql'), 'utf8');
  if (policy.ruleBundle !== undefined) return policy.ruleBundle(sdl);
  return { hash: null, decide: policy.underRegulation(buildASTSchema(withoutSecurity(parse(sdl)), { assumeValidSDL: true })) };
}

async function rule(decide: Decide, attributes: Attributes): Promise<Ruling> {
  const context = contextOf(attributes.standing);
  const denied = new Map<string, { readonly clause: string | null }>();
  for (const coordinate of attributes.fields ?? []) {
    const [type = '', field = ''] = coordinate.split('.');
    const refusal = await decide(type, field, context);
    if (refusal !== null) denied.set(coordinate, refusal);
  }
  return rulingOf(attributes, denied);
}

/** Somebody who stands so: rules see no more of a caller than that. */
function contextOf(standing: Standing | null): PolicyContext {
  if (standing === null) return { caller: null, scopes: [] };
  const institution = (standing.institution === 'EXCHANGE' ? 'EXC' : 'ANY') as NonNullable<PolicyContext['caller']>['institution'];
  const official = `${institution}:somebody` as NonNullable<PolicyContext['caller']>['official'];
  const delegatedBy = standing.delegated.map((duty) => ({ duty, by: official }));
  return {
    caller: { official, institution, duties: standing.duties, clearance: standing.clearance, delegatedBy },
    scopes: standing.scopes,
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
