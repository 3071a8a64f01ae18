import type { GraphQLFormattedError } from 'graphql';
import type { RootField } from './fetchShape.ts';

/** An institution tells of what it was asked for, and of nothing that was asked of another. */
export function amongThese(error: GraphQLFormattedError, roots: readonly RootField[]): GraphQLFormattedError {
  const [name] = error.path ?? [];
  return roots.some(({ responseName }) => responseName === name)
    ? error
    : { ...error, path: roots.slice(0, 1).map(({ responseName }) => responseName) };
}
