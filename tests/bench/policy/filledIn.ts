import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Answers what a stub leaves open: every field that is asked for has a value of its type, so that answers are as long as real ones. */
export const filledIn: GraphQLFieldResolver<unknown, unknown> = async (source, args, context, info) =>
  (await defaultFieldResolver(source, args, context, info)) ?? filling(info.returnType);

function filling(type: GraphQLOutputType): unknown {
  if (isNonNullType(type)) return filling(type.ofType);
  if (isListType(type)) return [];
  if (isObjectType(type)) return { __typename: type.name };
  if (isEnumType(type)) return type.getValues()[0]?.value;
  return scalars[String(type)] ?? null;
}

const scalars: Readonly<Record<string, unknown>> = {
  ID: 'JUS:c.clerk',
  String: 'On the carrying over of appropriations',
  Int: 1,
  Float: 1,
  Boolean: false,
  DateTime: '2026-01-05T09:00:00.000Z',
  Date: '2026-01-05',
};
