import { Refusal } from '@chancery/domain';
import { type GraphQLSchema, isObjectType } from 'graphql';
import type { PolicyContext } from './clauses.ts';
import { regulation as inForce, type Regulation } from './regulation.ts';
import { ruleOf } from './ruleOf.ts';
import { deny, type Rule, shield } from './shield.ts';

/** Decides a field of an object type for a caller: the refusal, or none. */
export type Decide = (type: string, field: string, context: PolicyContext) => Promise<Refusal | null>;

type Guard = (pass: () => typeof ALLOWED, parent: object, args: object, context: PolicyContext, info: object) => Promise<unknown>;

const ALLOWED = Symbol('allowed');
const pass = (): typeof ALLOWED => ALLOWED;

/**
 * The regulation as decisions about the fields of a graph, before anything is fetched.
 * A field that no clause names is denied (§2.4), and so is one whose rule breaks.
 */
export function underRegulation(schema: GraphQLSchema, regulation: Regulation = inForce): Decide {
  const guards = guardsOf(schema, regulation);
  return async (type, field, context) => {
    const guard = guards.get(`${type}.${field}`);
    if (guard === undefined) return unnamed(context);
    const answer = await guard(pass, {}, {}, context, {});
    if (answer === ALLOWED) return null;
    return answer instanceof Refusal ? answer : unnamed(context);
  };
}

/** graphql-shield's guard of every field of every object type, by `Type.field`. */
function guardsOf(schema: GraphQLSchema, regulation: Regulation): ReadonlyMap<string, Guard> {
  const generated = shield(ruleTree(schema, regulation), {
    fallbackRule: deny,
    fallbackError: (_error, _parent, _args, context) => unnamed(context as unknown as PolicyContext),
  }).generate(schema) as { readonly [type: string]: { readonly [field: string]: Guard | { readonly resolve: Guard } } };
  return new Map(
    Object.entries(generated).flatMap(([type, fields]) =>
      Object.entries(fields).map(([field, made]) => [`${type}.${field}`, typeof made === 'function' ? made : made.resolve]),
    ),
  );
}

function ruleTree(schema: GraphQLSchema, regulation: Regulation): { [type: string]: { [field: string]: Rule | typeof deny } } {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  return Object.fromEntries(
    types
      .filter(isObjectType)
      .map((type) => [
        type.name,
        Object.fromEntries(Object.keys(type.getFields()).map((field) => [field, ruleOf(regulation, schema, type, field) ?? deny])),
      ]),
  );
}

const unnamed = ({ caller }: PolicyContext): Refusal =>
  caller === null ? new Refusal('UNAUTHENTICATED') : new Refusal('DUTY_REQUIRED', 'No clause gives this right to anyone.', '2.4');
