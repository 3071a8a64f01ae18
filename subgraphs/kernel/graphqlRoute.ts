import { Refusal, refusals } from '@chancery/domain';
import { attributes, type SpanHandle, withSpan } from '@chancery/observability';
import { heldHeader, operationUnknown } from '@chancery/trust';
import { type ExecutionResult, execute, GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql';
import { isOverdrawn, isTooLong } from './answerBudget.ts';
import { callContext } from './context.ts';
import { readRequest } from './graphqlRequest.ts';
import { HeldOperations } from './heldOperations.ts';
import { whilePatient } from './patience.ts';
import type { Route, RouteAnswer, RouteRequest } from './route.ts';
import { withRefusals } from './useRefusals.ts';

/** Answers the gateway's and the services' operations on one schema: `POST /graphql`. */
export function graphqlRoute(name: string, schema: GraphQLSchema, operations: HeldOperations = new HeldOperations(schema)): Route {
  const run = async ({ mandate, body, patience }: RouteRequest, span: SpanHandle): Promise<RouteAnswer> => {
    const request = readRequest(body);
    if (typeof request === 'string') return badRequest(request);
    const { text, hash, variables, operationName } = request;
    const operation = text === null ? operations.find(hash) : operations.read(text, hash);
    if (operation === undefined) return unknown;
    if (!('kind' in operation)) return unread(operation);
    const context = callContext(mandate);
    const answered = () =>
      execute({
        schema,
        document: operation,
        contextValue: context,
        ...(variables ? { variableValues: variables } : {}),
        ...(operationName ? { operationName } : {}),
      });
    // Nobody would hear the answer: nothing is begun.
    if (patience.isOver) return tooLate;
    const isRead = getOperationAST(operation, operationName)?.operation === 'query';
    const result = await (isRead ? whilePatient(patience, answered) : answered());
    if (isRead && patience.isOver) return tooLate;
    const answer = isOverdrawn(context) || isTooLong(result.data) ? withRefusals(tooMuch) : withRefusals(result);
    const code = answer.errors?.[0]?.extensions?.code;
    if (typeof code === 'string') span.refuse(code);
    const isHeld = text !== null && request.namesHash && operations.find(hash) !== undefined;
    return { ...json(200, answer), ...(isHeld ? { headers: { [heldHeader]: hash } } : {}) };
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

/** No refusal of the regulation: the asker sends the text, and nobody else hears of it. */
const unknown: RouteAnswer = {
  status: 200,
  body: JSON.stringify({ errors: [{ message: 'PersistedQueryNotFound', extensions: { code: operationUnknown } }] }),
};

const tooLate: RouteAnswer = {
  status: 200,
  body: JSON.stringify(withRefusals({ errors: [new GraphQLError('too late', { originalError: new Refusal('OPERATION_TOO_SLOW') })] })),
};

const tooMuch: ExecutionResult = {
  data: null,
  errors: [new GraphQLError('too much', { originalError: new Refusal('OPERATION_TOO_LARGE') })],
};

/** A value written into an operation that its scalar refuses is bad input like one that comes in a variable; all else is the asker's mistake. */
function unread(errors: readonly GraphQLError[]): RouteAnswer {
  const isBadValue = errors.every(({ originalError }) => originalError instanceof Refusal);
  return isBadValue ? json(200, withRefusals({ errors })) : json(400, { errors: errors.map((error) => error.toJSON()) });
}

const badRequest = (message: string): RouteAnswer =>
  json(400, { errors: [{ message, extensions: { code: 'BAD_INPUT', clause: refusals.BAD_INPUT.clause } }] });
const json = (status: number, value: unknown): RouteAnswer => ({ status, body: JSON.stringify(value) });
