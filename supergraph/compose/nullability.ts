import { type GraphQLField, type GraphQLNamedType, type GraphQLSchema, getNamedType, isNonNullType, isObjectType } from 'graphql';

/**
 * What crosses a perimeter is nullable (DESIGN §3.4): one institution that does not answer must not take the rest of an answer with it.
 * Looks at root fields, at the fields of payloads, at the nodes of connections, and at references to documents.
 * @returns the fields that break it, one sentence each
 */
export function findNonNullCrossings(schema: GraphQLSchema): readonly string[] {
  const roots = [schema.getQueryType()?.name, schema.getMutationType()?.name];
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__')
      ? Object.values(type.getFields())
          .filter((field) => isNonNullType(field.type) && crosses(type, field, roots))
          .map((field) => `${type.name}.${field.name} crosses a perimeter and must be nullable, not ${String(field.type)}.`)
      : [],
  );
}

function crosses(type: GraphQLNamedType, field: GraphQLField<unknown, unknown>, roots: readonly (string | undefined)[]): boolean {
  if (roots.includes(type.name)) return true;
  if (type.name.endsWith('Payload')) return true;
  if (type.name.endsWith('Edge')) return field.name === 'node';
  return !isNonNullList(field) && getNamedType(field.type).name === 'Document';
}

/** A list of documents that is complete but for its items may be non-null itself. */
const isNonNullList = (field: GraphQLField<unknown, unknown>): boolean => String(field.type) === `[${getNamedType(field.type).name}]!`;
