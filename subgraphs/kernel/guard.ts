import { Refusal } from '@chancery/domain';
import { mayCall } from '@chancery/trust';
import { defaultFieldResolver, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { CallContext } from './context.ts';

/** Lets each service of the circuit only at the root fields that the table of calls gives to its role (DESIGN §6, §1.3). */
export function guarded(schema: GraphQLSchema): GraphQLSchema {
  for (const root of [schema.getQueryType(), schema.getMutationType()]) if (root) guardRoot(root);
  return schema;
}

function guardRoot(root: GraphQLObjectType): void {
  for (const field of Object.values(root.getFields())) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (parent, args, context: CallContext, call) => {
      if (!mayCall(context.mandate.role, field.name)) throw new Refusal('UNAUTHENTICATED');
      return resolve(parent, args, context, call);
    };
  }
}
