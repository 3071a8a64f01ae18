import { operationHash } from '@chancery/trust';

/** What a body asks: an operation by its text, or by its hash alone. */
export interface GraphQLRequest {
  /** Null where only the hash was sent. */
  readonly text: string | null;
  readonly hash: string;
  /** The asker will name the operation by its hash alone, where he is told that it is held. */
  readonly namesHash: boolean;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly operationName: string | undefined;
}

/** Reads GraphQL over HTTP with automatic persisted queries; what is wrong with the body where it is none. */
export function readRequest(body: string): GraphQLRequest | string {
  const { query, variables, operationName, extensions } = recordIn(body);
  const text = typeof query === 'string' ? query : null;
  const named = hashIn(extensions);
  const hash = text === null ? named : operationHash(text);
  if (hash === undefined) return 'The body is a JSON object with a query.';
  // Whoever asked by it later would get another operation than he means.
  if (named !== undefined && named !== hash) return 'The hash is not that of the query.';
  return {
    text,
    hash,
    namesHash: named !== undefined,
    variables: isRecord(variables) ? variables : undefined,
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
  };
}

function hashIn(extensions: unknown): string | undefined {
  const persisted = isRecord(extensions) ? extensions.persistedQuery : undefined;
  if (!isRecord(persisted) || persisted.version !== 1 || typeof persisted.sha256Hash !== 'string') return undefined;
  return persisted.sha256Hash;
}

function recordIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
