import type { IncomingMessage } from 'node:http';
import { refusals } from '@chancery/domain';
import type { SpanHandle } from '@chancery/observability';
import { GraphQLError } from 'graphql';
import { createHandler, type Response } from 'graphql-http';
import type { Answer, Asker, OperationRequest } from '../passage.ts';
import type { TextAnswer } from './endpoint.ts';
import { hashIn, type Params, readRequest } from './readRequest.ts';
import { thumbprintOf } from './thumbprint.ts';
import { usualParams } from './usualRequest.ts';

/** What the gateway says to one operation; `isMutation` once it is known. */
export interface Outcome {
  readonly answer: Answer;
  readonly isMutation: boolean;
}

/** A request over HTTP whose body has come. */
export interface HttpRequest {
  readonly raw: IncomingMessage;
  readonly body: string;
  readonly span: SpanHandle;
  readonly asker: Asker;
}

const richType = 'application/graphql-response+json';

/**
 * GraphQL over HTTP: what nearly everybody sends is taken as it is; graphql-http reads whatever else comes, and answers what is no request for an
 * operation; we write the answers. Under `application/json` every answer to a well-formed request has status 200, under
 * `application/graphql-response+json` an answer without data has the status of its refusal.
 */
export function graphqlOverHttp(
  answer: (request: OperationRequest, span: SpanHandle) => Promise<Outcome>,
): (request: HttpRequest) => Promise<TextAnswer> {
  const respond = async (request: HttpRequest, params: Params): Promise<TextAnswer> => {
    const operation = operationIn(request, params);
    return asAnswer(await answer(operation, request.span), operation.method, prefersRich(request.raw.headers.accept ?? ''));
  };
  const handle = createHandler<IncomingMessage, HttpRequest>({
    parseRequestParams: readRequest,
    onSubscribe: async ({ context }, params) => {
      const { status, headers, body } = await respond(context, params);
      return [body.toString(), { status, statusText: '', headers }];
    },
    // What comes here was no request for an operation.
    formatError: ({ message }) =>
      new GraphQLError(`${refusals.BAD_INPUT.message} ${message}.`, {
        extensions: { code: 'BAD_INPUT', clause: refusals.BAD_INPUT.clause },
      }),
  });
  return (request) => {
    const usual = usualParams(request.raw, request.body);
    if (usual !== undefined) return respond(request, usual);
    const { method = 'GET', url = '/', headers } = request.raw;
    return handle({ method, url, headers, body: request.body, raw: request.raw, context: request }).then(inWords);
  };
}

function operationIn({ raw, asker }: HttpRequest, { query, operationName, variables, extensions }: Params): OperationRequest {
  return {
    method: raw.method === 'GET' ? 'GET' : 'POST',
    authorization: raw.headers.authorization,
    certificate: thumbprintOf(raw),
    query,
    hash: hashIn(extensions),
    operationName: operationName ?? null,
    variables: variables ?? {},
    asksCost: raw.headers['x-chancery-cost'] === 'include' || extensions?.cost === true,
    asker,
  };
}

const whatToDo: Readonly<Record<number, string>> = {
  405: 'Ask by POST; a query may come by GET.',
  406: `Accept application/json or ${richType}.`,
  415: 'Send application/json in UTF-8.',
};

/** Some refusals of graphql-http are a status alone; we say what to do. */
function inWords([body, init]: Response): TextAnswer {
  const { status } = init;
  if (body !== null) return { status, headers: init.headers ?? {}, body };
  const message = `${refusals.BAD_INPUT.message} ${whatToDo[init.status] ?? ''}`.trim();
  const headers = { ...init.headers, 'content-type': 'application/json; charset=utf-8' };
  const errors = [{ message, extensions: { code: 'BAD_INPUT', clause: refusals.BAD_INPUT.clause } }];
  return { status, headers, body: JSON.stringify({ errors }) };
}

function asAnswer({ answer, isMutation }: Outcome, method: OperationRequest['method'], isRich: boolean): TextAnswer {
  const isMisplaced = isMutation && method === 'GET';
  const status = isMisplaced ? 405 : isRich && answer.data === undefined ? statusOf(answer) : 200;
  const type = isRich ? richType : 'application/json';
  const retryAfter = answer.errors?.[0]?.extensions?.retryAfter;
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    ...(isMisplaced ? { allow: 'POST' } : {}),
    ...(typeof retryAfter === 'number' ? { 'retry-after': String(retryAfter) } : {}),
  };
  return { status, headers, body: textOf(answer) };
}

/** Errors come first, as the specification recommends: whoever reads along sees them. */
function textOf({ data, written, errors, extensions }: Answer): string | Buffer {
  if (errors === undefined && extensions === undefined && written !== undefined) return written;
  const parts = [
    ...(errors === undefined ? [] : [`"errors":${JSON.stringify(errors)}`]),
    ...(data === undefined ? [] : [written?.toString().slice(1, -1) ?? `"data":${JSON.stringify(data)}`]),
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
