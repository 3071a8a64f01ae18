import type { GraphQLError } from 'graphql';

/** An error of the composer in one sentence, with its code first. */
export function asSentence(error: GraphQLError): string {
  const code = error.extensions.code;
  return typeof code === 'string' ? `${code}: ${error.message}` : error.message;
}
