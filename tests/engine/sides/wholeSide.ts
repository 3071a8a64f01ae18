import { execute, type GraphQLSchema } from 'graphql';
import type { Reader } from './federation.ts';
import { read, type Side, told } from './side.ts';

/** One server that has the whole graph: what the specification says of an operation, by graphql-js. */
export const wholeSide = (schema: GraphQLSchema, reader: Pick<Reader, 'field' | 'type'>): Side => ({
  schema,
  ask: async (question) => {
    const { document, operation } = read(schema, question);
    return told(
      await execute({
        schema,
        document,
        operationName: operation.name?.value ?? null,
        variableValues: { ...question.variables },
        fieldResolver: reader.field,
        typeResolver: reader.type,
      }),
    );
  },
  close: async () => undefined,
});
