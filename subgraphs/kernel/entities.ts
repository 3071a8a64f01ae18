import { Refusal } from '@chancery/domain';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { isUnionType } from 'graphql';
import type { CallContext } from './context.ts';

/**
 * Finds all entities of one type that are asked for at one place, in their order: null for none, an error for one that is refused.
 * What it throws stands for all of them.
 */
export type ReferencesResolver = (references: readonly never[], context: CallContext) => Promise<readonly unknown[]>;

/** Finds the entity that a representation names. It is async, so that one that throws leaves the others of its list alone. */
export type ReferenceResolver = (reference: never, context: CallContext) => Promise<unknown>;

/** What finds the entities of a server, by type. */
export type EntityFinders = ReadonlyMap<string, ReferencesResolver>;

interface Reference {
  readonly __typename: string;
}

/** The field by which a gateway asks for entities, and its argument. */
export const entitiesField = '_entities';
export const representations = 'representations';

/** One by one, where nothing is gained by finding them together. */
export const oneByOne =
  (find: ReferenceResolver): ReferencesResolver =>
  async (references, context) => {
    const found = await Promise.allSettled(references.map((reference) => find(reference, context)));
    return found.map((each) => (each.status === 'fulfilled' ? each.value : asError(each.reason)));
  };

/** Answers `_entities` type by type: as many promises as there are types, not as there are entities. */
export function withEntities(schema: GraphQLSchema, finders: EntityFinders): GraphQLSchema {
  const field = schema.getQueryType()?.getFields()[entitiesField];
  const entity = schema.getType('_Entity');
  if (field === undefined || !isUnionType(entity)) return schema;
  // What has no finder is what its representation says.
  const asNamed: ReferencesResolver = async (references) => references;
  field.resolve = resolveEntities(new Map(entity.getTypes().map(({ name }) => [name, finders.get(name) ?? asNamed])));
  entity.resolveType = (value: object, context: CallContext) => typesIn(context).get(value);
  return schema;
}

const resolveEntities =
  (finders: EntityFinders): GraphQLFieldResolver<unknown, CallContext> =>
  async (_parent, { [representations]: references }: { readonly [representations]: readonly Reference[] }, context) => {
    const answer: unknown[] = new Array(references.length).fill(null);
    const types = typesIn(context);
    const places = Map.groupBy(references.keys(), (at) => references[at]?.__typename ?? '');
    await Promise.all(
      [...places].map(async ([type, all]) => {
        const found = await foundBy(
          finders.get(type),
          all.map((at) => references[at] as never),
          context,
        );
        for (const [i, at] of all.entries()) answer[at] = noted(found[i], type, types);
      }),
    );
    return answer;
  };

async function foundBy(
  find: ReferencesResolver | undefined,
  references: readonly never[],
  context: CallContext,
): Promise<readonly unknown[]> {
  if (find === undefined) return references.map(() => new Refusal('BAD_INPUT', 'There are no entities of this type here.'));
  try {
    return await find(references, context);
  } catch (error) {
    return references.map(() => asError(error));
  }
}

/** Of which type an entity is was said by who asked for it; objects that a service keeps are not written to. */
function noted(entity: unknown, type: string, types: Map<object, string>): unknown {
  if (entity === undefined) return null;
  if (typeof entity !== 'object' || entity === null || entity instanceof Error) return entity;
  const known = types.get(entity);
  if (known !== undefined && known !== type) return noted({ ...entity }, type, types);
  types.set(entity, type);
  return entity;
}

const typesIn = (context: CallContext): Map<object, string> => context.once(withEntities, () => new Map<object, string>());

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('Something was thrown that is no error.', { cause: thrown });
