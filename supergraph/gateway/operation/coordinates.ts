import { type DocumentNode, type GraphQLSchema, isAbstractType, isObjectType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/** A field of an object type. */
export interface Coordinate {
  readonly type: string;
  readonly field: string;
}

/** Every field of an object type that a document may touch: each is decided before anything is fetched. */
export function coordinatesOf(schema: GraphQLSchema, document: DocumentNode): { coordinates: readonly Coordinate[]; asksSchema: boolean } {
  const found = new Map<string, Coordinate>();
  let asksSchema = false;
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name: { value: field } }) => {
        const parent = info.getParentType();
        if (field === '__schema' || field === '__type') asksSchema = true;
        if (field.startsWith('__') || parent == null || parent.name.startsWith('__')) return;
        const types = isAbstractType(parent) ? schema.getPossibleTypes(parent) : isObjectType(parent) ? [parent] : [];
        for (const { name: type } of types) found.set(`${type}.${field}`, { type, field });
      },
    }),
  );
  return { coordinates: [...found.values()], asksSchema };
}
