import { GraphQLError, parse, validate } from 'graphql';
import { publicGraphOf } from './breakingChanges.ts';
import type { Fault } from './fault.ts';

/** A published operation as it stands in its file. */
export interface OperationText {
  readonly file: string;
  readonly text: string;
}

const remedy = 'Leave in the graph what it asks for, or publish another operation beside it before this one goes.';

/** What published operations ask for that the graph does not answer: whoever asks them by their hash gets nothing any more. §1.6 */
export function findOperationsBroken(composed: string, operations: readonly OperationText[]): readonly Fault[] {
  const graph = publicGraphOf(composed);
  return operations.flatMap(({ file, text }) =>
    errorsOf(text, (document) => validate(graph, document)).map(({ message, locations }) => ({
      file,
      line: locations?.[0]?.line ?? 1,
      says: message,
      remedy,
    })),
  );
}

function errorsOf(text: string, check: (document: ReturnType<typeof parse>) => readonly GraphQLError[]): readonly GraphQLError[] {
  try {
    return check(parse(text));
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}
