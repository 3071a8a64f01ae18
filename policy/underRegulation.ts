import { Refusal } from '@chancery/domain';
import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, getNamedType, isAbstractType, isObjectType } from 'graphql';
import { isOfficial } from './clauses.ts';
import { and, type Rule, refusalOf } from './language.ts';
import { regulation as inForce, type Regulation } from './regulation.ts';
import { ruleOf } from './ruleOf.ts';
import { deny, type ShieldRule, shield } from './shield.ts';
import type { PolicyContext } from './standing.ts';

/** Decides a field of an object type for a caller: the refusal, or none. The same context serves all fields of one request. */
export type Decide = (type: string, field: string, context: PolicyContext) => Promise<Refusal | null>;

/** What subgraphs ask by security directives, as rules: by `Type` and by `Type.field`. */
export type AskedRules = ReadonlyMap<string, Rule>;

type Guard = (pass: () => typeof ALLOWED, parent: object, args: object, context: PolicyContext, info: object) => Promise<unknown>;

const ALLOWED = Symbol('allowed');
const pass = (): typeof ALLOWED => ALLOWED;

/**
 * The regulation as decisions about the fields of a graph, before anything is fetched. What subgraphs ask beside it must hold as well: a
 * directive narrows what the regulation gives, and gives nothing. A field that no clause names is denied (§2.4), and so is one whose rule breaks.
 */
export function underRegulation(schema: GraphQLSchema, regulation: Regulation = inForce, asked: AskedRules = new Map()): Decide {
  const guards = guardsOf(schema, regulation, asked);
  return async (type, field, context) => {
    // The published schema is for those who have signed in, as everything is.
    if (field === '__schema' || field === '__type') return refusalOf(isOfficial, context, {});
    const guard = guards.get(`${type}.${field}`);
    if (guard === undefined) return unnamed(context);
    const answer = await guard(pass, {}, {}, context, {});
    if (answer === ALLOWED) return null;
    return answer instanceof Refusal ? answer : unnamed(context);
  };
}

/** graphql-shield's guard of every field of every object type, by `Type.field`. For a rule that was put together it is inside an object. */
function guardsOf(schema: GraphQLSchema, regulation: Regulation, asked: AskedRules): ReadonlyMap<string, Guard> {
  const generated = shield(ruleTree(schema, regulation, asked), {
    fallbackRule: deny,
    fallbackError: (_error, _parent, _args, context) => unnamed(context as unknown as PolicyContext),
  }).generate(schema) as { readonly [type: string]: { readonly [field: string]: Guard | { readonly resolve: Guard } } };
  return new Map(
    Object.entries(generated).flatMap(([type, fields]) =>
      Object.entries(fields).map(([field, made]) => [`${type}.${field}`, typeof made === 'function' ? made : made.resolve]),
    ),
  );
}

function ruleTree(schema: GraphQLSchema, regulation: Regulation, asked: AskedRules): { [type: string]: { [field: string]: ShieldRule } } {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  return Object.fromEntries(
    types.filter(isObjectType).map((type) => [
      type.name,
      Object.fromEntries(
        Object.values(type.getFields()).map((field) => {
          const rule = ruleOf(regulation, schema, type, field.name);
          return [field.name, rule === undefined ? deny : and(rule, ...askedOf(asked, type, field)).mayHold];
        }),
      ),
    ]),
  );
}

/**
 * What is asked of a field, of the type that it stands on, and of the type that it gives (Apollo: "Authorization in the GraphOS Router").
 * What is asked of a type behind a union or an interface is asked of each of its fields, once it is known which type it is.
 */
function askedOf(asked: AskedRules, type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): readonly Rule[] {
  const given = getNamedType(field.type);
  const places = [`${type.name}.${field.name}`, type.name, ...(isAbstractType(given) ? [] : [given.name])];
  return places.flatMap((place) => asked.get(place) ?? []);
}

const unnamed = ({ caller }: PolicyContext): Refusal =>
  caller === null ? new Refusal('UNAUTHENTICATED') : new Refusal('DUTY_REQUIRED', 'No clause gives this right to anyone.', '2.4');
