import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
} from 'graphql';

/** What a client asks. */
export interface Question {
  readonly source: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What it is told. */
export interface Told {
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
}

/** One way to an answer: the engine, Apollo's executor, or one server that has the whole graph. */
export interface Side {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  ask(question: Question): Promise<Told>;
  close(): Promise<void>;
}

/** A question as the gateway hands it on: read, and its variables coerced, with defaults. */
export interface ReadQuestion {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

export function read(schema: GraphQLSchema, { source, operationName, variables }: Question): ReadQuestion {
  const document = parse(source);
  const operation = getOperationAST(document, operationName);
  if (operation == null) throw new Error('There is no such operation.');
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (errors !== undefined) throw new AggregateError(errors, 'The variables do not fit.');
  return { document, operation, variables: coerced };
}

/** As it would come over HTTP. */
export function told(result: Pick<ExecutionResult, 'data' | 'errors'>): Told {
  const { data = null, errors = [] } = JSON.parse(JSON.stringify(result)) as Partial<Told>;
  return { data, errors };
}
