import type { IncomingMessage } from 'node:http';
import { hashIn, namesHash, type Params } from './readRequest.ts';

/** What clients send that post JSON, to the letter. */
const types: ReadonlySet<string> = new Set(['application/json', 'application/json; charset=utf-8']);
const accepted: ReadonlySet<string> = new Set([
  'application/json',
  '*/*',
  'application/json, */*',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json',
  'application/graphql-response+json, application/json;q=0.9',
]);

/**
 * The operation in a request of the form that nearly all have: posted as JSON, with a query. Of any other form nothing is said here, be it right
 * or wrong: that is a library's to read, for several times the price.
 */
export function usualParams({ method, headers }: IncomingMessage, body: string): Params | undefined {
  if (method !== 'POST' || !types.has(headers['content-type'] ?? '') || !accepted.has(headers.accept ?? '*/*')) return undefined;
  if (!body.startsWith('{')) return undefined;
  const asked = parsed(body);
  if (typeof asked?.query !== 'string') return undefined;
  const { query, operationName, variables, extensions } = asked;
  if (!isAbsent(operationName) && typeof operationName !== 'string') return undefined;
  if (!isAbsentOrRecord(variables) || !isAbsentOrRecord(extensions)) return undefined;
  if (namesHash(extensions) && hashIn(extensions) === null) return undefined;
  return { query, operationName, variables, extensions };
}

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

const isAbsentOrRecord = (value: unknown): value is Record<string, unknown> | null | undefined =>
  isAbsent(value) || (typeof value === 'object' && !Array.isArray(value));
