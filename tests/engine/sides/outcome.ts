import { isDeepStrictEqual } from 'node:util';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { placesOfErrors } from './places.ts';
import { type Question, read, type Side, type Told } from './side.ts';

/** A side, and the commands that came to whoever serves it, in their order. */
export interface Answering {
  readonly side: Side;
  readonly commands: readonly string[];
}

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

async function hear({ side, commands }: Answering, question: Question): Promise<Heard> {
  const before = commands.length;
  const told = await side.ask(question);
  return { told, commands: commands.slice(before) };
}

/** What of the two differs: nothing, where both are right. */
export function differences({ whole, other }: Outcome): readonly string[] {
  if (other instanceof Error) return [`it failed: ${other.message}`];
  return named({
    data: !isDeepStrictEqual(whole.told.data, other.told.data),
    'places of errors': !isDeepStrictEqual(placesOfErrors(whole.told), placesOfErrors(other.told)),
    commands: !isDeepStrictEqual(whole.commands, other.commands),
  });
}

/** What else differs, in what Apollo's executor does its own way: the order of fields, and what is said of errors. */
export function finerDifferences({ whole, other }: Outcome): readonly string[] {
  if (other instanceof Error) return [];
  const messages = whole.told.errors.map(({ message }) => message);
  return named({
    'order of fields': JSON.stringify(whole.told.data) !== JSON.stringify(other.told.data),
    'what is said of errors': other.told.errors.some(({ message }) => !messages.includes(message)),
  });
}

const named = (differing: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(differing).flatMap(([what, differs]) => (differs ? [what] : []));
