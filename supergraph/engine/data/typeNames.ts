import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';

/** Which types of a supergraph belong to which. */
export interface TypeNames {
  /** Whether it is the name of an object type: of one that an object can be, not of several. */
  isConcrete(name: unknown): boolean;
  /** Whether an object of one type belongs to another, which may be an interface or a union. */
  belongs(name: string, to: string): boolean;
}

export function typeNamesOf(schema: GraphQLSchema): TypeNames {
  const types = Object.values(schema.getTypeMap());
  const concrete = new Set(types.filter(isObjectType).map(({ name }) => name));
  // An interface may stand for itself: a subgraph of @interfaceObject knows no more of its objects.
  const below = new Map(types.filter(isAbstractType).map((type) => [type.name, new Set(namesBelow(schema, type))]));
  return {
    isConcrete: (name) => typeof name === 'string' && concrete.has(name),
    belongs: (name, to) => name === to || below.get(to)?.has(name) === true,
  };
}

function namesBelow(schema: GraphQLSchema, type: Parameters<GraphQLSchema['isSubType']>[0]): readonly string[] {
  const interfaces = 'getFields' in type ? schema.getImplementations(type).interfaces : [];
  return [...schema.getPossibleTypes(type), ...interfaces].map(({ name }) => name);
}
