import { Unreachable } from '@chancery/trust';
import type { GraphQLFormattedError, GraphQLFormattedErrorExtensions } from 'graphql';
import type { SubgraphAnswer } from './wire.ts';

/** A server that tells of more has said enough. */
const MOST_ERRORS = 100;

/**
 * Reads what a server answered; throws `Unreachable` for what is no answer. Of its errors only what has the form of one is taken, and of what they
 * say beside their words only code and clause: who is missed, since when and when to come again only the gateway itself can say.
 */
export function readAnswer(server: string, text: string): SubgraphAnswer {
  const answer = parsed(server, text);
  if (!isRecord(answer) || !('data' in answer || 'errors' in answer)) throw new Unreachable(server, 'no sense');
  const { data, errors } = answer;
  if (data != null && !isRecord(data)) throw new Unreachable(server, 'no sense');
  if (errors == null) return { data: data ?? null };
  if (!Array.isArray(errors)) throw new Unreachable(server, 'no sense');
  return { data: data ?? null, errors: errors.slice(0, MOST_ERRORS).map(readError) };
}

function parsed(server: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Unreachable(server, 'no sense', error);
  }
}

function readError(error: unknown): GraphQLFormattedError {
  const { message, path, extensions } = isRecord(error) ? error : {};
  const isPath = Array.isArray(path) && path.every((part) => typeof part === 'string' || typeof part === 'number');
  return {
    message: typeof message === 'string' ? message : '',
    ...(isPath ? { path } : {}),
    ...(isRecord(extensions) ? { extensions: codeIn(extensions) } : {}),
  };
}

const codeIn = ({ code, clause }: Readonly<Record<string, unknown>>): GraphQLFormattedErrorExtensions => ({
  ...(typeof code === 'string' ? { code } : {}),
  ...(typeof clause === 'string' ? { clause } : {}),
});

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
