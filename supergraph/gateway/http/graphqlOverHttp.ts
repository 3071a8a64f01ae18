import type { IncomingMessage } from 'node:http';
import { refusals } from '@chancery/domain';
import { GraphQLError } from 'graphql';
import { createHandler, type Handler, type Response } from 'graphql-http';
import type { Answer, OperationRequest } from '../passage.ts';
import { hashIn, readRequest } from './readRequest.ts';
import { thumbprintOf } from './thumbprint.ts';

/** What the gateway says to one operation; `isMutation` once it is known. */
export interface Outcome {
  readonly answer: Answer;
  readonly isMutation: boolean;
}

/** Aborted when whoever asked has gone away. */
interface Leaving {
  readonly gone: AbortSignal;
}

const richType = 'application/graphql-response+json';

/**
 * GraphQL over HTTP: graphql-http reads the request and answers what is no request for an operation; we write the answers.
 * Under `application/json` every answer to a well-formed request has status 200, under `application/graphql-response+json` an answer
 * without data has the status of its refusal.
 */
export function graphqlOverHttp(answer: (request: OperationRequest) => Promise<Outcome>): Handler<IncomingMessage, Leaving> {
  const handle = createHandler<IncomingMessage, Leaving>({
    parseRequestParams: readRequest,
    onSubscribe: async ({ method, headers, raw, context }, { query, operationName, variables, extensions }) => {
      const request: OperationRequest = {
        method: method === 'GET' ? 'GET' : 'POST',
        authorization: raw.headers.authorization,
        certificate: thumbprintOf(raw),
        query,
        hash: hashIn(extensions),
        operationName: operationName ?? null,
        variables: variables ?? {},
        asksCost: raw.headers['x-chancery-cost'] === 'include' || extensions?.cost === true,
        gone: context.gone,
      };
      const outcome = await answer(request);
      const accept = (headers as IncomingMessage['headers']).accept ?? '';
      return asResponse(outcome, request.method, prefersRich(accept));
    },
    // What comes here was no request for an operation.
    formatError: ({ message }) =>
      new GraphQLError(`${refusals.BAD_INPUT.message} ${message}.`, {
        extensions: { code: 'BAD_INPUT', clause: refusals.BAD_INPUT.clause },
      }),
  });
  return async (request) => inWords(await handle(request));
}

const whatToDo: Readonly<Record<number, string>> = {
  405: 'Ask by POST; a query may come by GET.',
  406: `Accept application/json or ${richType}.`,
  415: 'Send application/json in UTF-8.',
};

/** Some refusals of graphql-http are a status alone; we say what to do. */
function inWords([body, init]: Response): Response {
  if (body !== null) return [body, init];
  const message = `${refusals.BAD_INPUT.message} ${whatToDo[init.status] ?? ''}`.trim();
  const headers = { ...init.headers, 'content-type': 'application/json; charset=utf-8' };
  return [
    JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_INPUT', clause: refusals.BAD_INPUT.clause } }] }),
    { ...init, headers },
  ];
}

function asResponse({ answer, isMutation }: Outcome, method: OperationRequest['method'], isRich: boolean): Response {
  const isMisplaced = isMutation && method === 'GET';
  const status = isMisplaced ? 405 : isRich && answer.data === undefined ? statusOf(answer) : 200;
  const type = isRich ? richType : 'application/json';
  const retryAfter = answer.errors?.[0]?.extensions?.retryAfter;
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    ...(isMisplaced ? { allow: 'POST' } : {}),
    ...(typeof retryAfter === 'number' ? { 'retry-after': String(retryAfter) } : {}),
  };
  return [textOf(answer), { status, statusText: '', headers }];
}

/** Errors come first, as the specification recommends: whoever reads along sees them. */
function textOf({ data, written, errors, extensions }: Answer): string {
  const parts = [
    ...(errors === undefined ? [] : [`"errors":${JSON.stringify(errors)}`]),
    ...(data === undefined ? [] : [`"data":${written ?? JSON.stringify(data)}`]),
    ...(extensions === undefined ? [] : [`"extensions":${JSON.stringify(extensions)}`]),
  ];
  return `{${parts.join(',')}}`;
}

function statusOf({ errors }: Answer): number {
  switch (errors?.[0]?.extensions?.code) {
    case 'UNAUTHENTICATED':
    case 'TOKEN_EXPIRED':
    case 'TOKEN_INVALID':
    case 'OFFICIAL_UNKNOWN':
      return 401;
    case 'OPERATION_NOT_TRUSTED':
    case 'INTROSPECTION_OFF':
      return 403;
    case 'PERSISTED_OPERATION_NOT_FOUND':
      return 404;
    case 'BUDGET_SPENT':
      return 429;
    case 'OPERATION_TOO_SLOW':
    case 'SERVICE_UNAVAILABLE':
    case 'AUDIT_UNAVAILABLE':
      return 503;
    case 'INTERNAL':
      return 500;
    default:
      return 400;
  }
}

/** The first of the types that we speak, as graphql-http chooses it. */
const prefersRich = (accept: string): boolean =>
  accept
    .split(',')
    .map((part) => part.split(';')[0]?.trim().toLowerCase())
    .find((type) => type === richType || type === 'application/json' || type === 'application/*' || type === '*/*') === richType;
