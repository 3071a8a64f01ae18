import { Refusal, refusals } from '@chancery/domain';
import { attributes, type SpanHandle, withSpan } from '@chancery/observability';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { isOverdrawn, isTooLong } from './answerBudget.ts';
import { callContext } from './context.ts';
import { whilePatient } from './patience.ts';
import type { Route, RouteAnswer, RouteRequest } from './server.ts';
import { withRefusals } from './useRefusals.ts';

/** How many operations are kept parsed and validated, and up to which length: the gateway sends few, again and again. */
const KEPT_OPERATIONS = 200;
const LONGEST_KEPT = 4_000;

interface GraphQLRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** Answers the gateway's and the services' operations on one schema: `POST /graphql`. */
export function graphqlRoute(name: string, schema: GraphQLSchema): Route {
  const operationOf = operationCache(schema);
  const run = async ({ mandate, body, patience }: RouteRequest, span: SpanHandle): Promise<RouteAnswer> => {
    const request = readRequest(body);
    if (request === null) return badRequest('The body is a JSON object with a query.');
    const operation = operationOf(request.query);
    if (!('kind' in operation)) return unread(operation);
    const context = callContext(mandate);
    const answered = () =>
      execute({
        schema,
        document: operation,
        contextValue: context,
        ...(request.variables ? { variableValues: request.variables } : {}),
        ...(request.operationName ? { operationName: request.operationName } : {}),
      });
    // Nobody would hear the answer: nothing is begun.
    if (patience.isOver) return tooLate;
    const isRead = getOperationAST(operation, request.operationName)?.operation === 'query';
    const result = await (isRead ? whilePatient(patience, answered) : answered());
    if (isRead && patience.isOver) return tooLate;
    const answer = isOverdrawn(context) || isTooLong(result.data) ? withRefusals(tooMuch) : withRefusals(result);
    const code = answer.errors?.[0]?.extensions?.code;
    if (typeof code === 'string') span.refuse(code);
    return json(200, answer);
  };
  return {
    method: 'POST',
    path: '/graphql',
    answer: (request) => {
      const caller = request.mandate.caller;
      const known = {
        ...(caller ? { [attributes.institution]: caller.institution } : {}),
        ...(request.mandate.operation ? { [attributes.operation]: request.mandate.operation } : {}),
      };
      return withSpan(`${name} answers`, { kind: 'server', attributes: known, within: true }, (span) => run(request, span));
    },
  };
}

const tooLate: RouteAnswer = {
  status: 200,
  body: JSON.stringify(withRefusals({ errors: [new GraphQLError('too late', { originalError: new Refusal('OPERATION_TOO_SLOW') })] })),
};

const tooMuch: ExecutionResult = {
  data: null,
  errors: [new GraphQLError('too much', { originalError: new Refusal('OPERATION_TOO_LARGE') })],
};

/** Parses and validates each operation once, and forgets the one that was asked for longest ago. */
function operationCache(schema: GraphQLSchema): (query: string) => DocumentNode | readonly GraphQLError[] {
  const kept = new Map<string, DocumentNode>();
  return (query) => {
    const known = kept.get(query);
    if (known) {
      kept.delete(query);
      kept.set(query, known);
      return known;
    }
    const operation = parsed(query);
    if (operation instanceof GraphQLError) return [operation];
    const errors = validate(schema, operation);
    if (errors.length > 0) return errors;
    if (query.length > LONGEST_KEPT) return operation;
    kept.set(query, operation);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_OPERATIONS && oldest !== undefined) kept.delete(oldest);
    return operation;
  };
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: 20_000 });
  } catch (error) {
    return error instanceof GraphQLError ? error : new GraphQLError('The operation cannot be read.');
  }
}

function readRequest(body: string): GraphQLRequest | null {
  try {
    const request: unknown = JSON.parse(body);
    return typeof request === 'object' && request !== null && 'query' in request && typeof request.query === 'string'
      ? (request as GraphQLRequest)
      : null;
  } catch {
    return null;
  }
}

/** A value written into an operation that its scalar refuses is bad input like one that comes in a variable; all else is the asker's mistake. */
function unread(errors: readonly GraphQLError[]): RouteAnswer {
  const isBadValue = errors.every(({ originalError }) => originalError instanceof Refusal);
  return isBadValue ? json(200, withRefusals({ errors })) : json(400, { errors: errors.map((error) => error.toJSON()) });
}

const badRequest = (message: string): RouteAnswer =>
  json(400, { errors: [{ message, extensions: { code: 'BAD_INPUT', clause: refusals.BAD_INPUT.clause } }] });
const json = (status: number, value: unknown): RouteAnswer => ({ status, body: JSON.stringify(value) });
