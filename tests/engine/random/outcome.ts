import { isDeepStrictEqual } from 'node:util';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { placesOfErrors } from '../sides/places.ts';
import { type Question, read, type Told } from '../sides/side.ts';
import type { Answering } from './randomFederation.ts';

/** What one side says, beside what one server of the whole graph says. */
export interface Outcome {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly whole: Heard;
  /** What it answered, or that it could not. */
  readonly other: Heard | Error;
}

interface Heard {
  readonly told: Told;
  readonly commands: readonly string[];
}

export async function outcomeOf(whole: Answering, other: Answering, question: Question): Promise<Outcome> {
  const { document, operation } = read(whole.side.schema, question);
  const heard = await hear(other, question).catch((error: Error) => error);
  return { schema: whole.side.schema, document, operation, whole: await hear(whole, question), other: heard };
}

async function hear({ side, truth }: Answering, question: Question): Promise<Heard> {
  const before = truth.commands.length;
  const told = await side.ask(question);
  return { told, commands: truth.commands.slice(before) };
}

/** What of the two differs: nothing, where both are right. */
export function differences({ whole, other }: Outcome): readonly string[] {
  if (other instanceof Error) return [`failed: ${other.message}`];
  const differing = {
    data: !isDeepStrictEqual(whole.told.data, other.told.data),
    'places of errors': !isDeepStrictEqual(placesOfErrors(whole.told), placesOfErrors(other.told)),
    commands: !isDeepStrictEqual(whole.commands, other.commands),
  };
  return Object.entries(differing).flatMap(([what, differs]) => (differs ? [what] : []));
}
