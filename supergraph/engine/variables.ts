import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getVariableValues,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

type Values = Readonly<Record<string, unknown>>;

/** What became of the values that were given for the variables of an operation: all of them, or what is wrong with some. */
export type Coerced =
  | { readonly values: Values; readonly errors?: never }
  | { readonly values?: never; readonly errors: readonly GraphQLError[] };

/** Whoever gives much that is wrong is told the first of it. */
const MOST_ERRORS = 3;

/** The variables of one operation: of which types they are is looked up once, not with every request. */
export class Variables {
  readonly #schema: GraphQLSchema;
  readonly #definition: OperationDefinitionNode;
  /** Null where one is called as no property of an object may be: the library knows how. */
  readonly #declared: readonly Declared[] | null;

  /** @param definition one that was found valid */
  constructor(schema: GraphQLSchema, definition: OperationDefinitionNode) {
    this.#schema = schema;
    this.#definition = definition;
    const declared = declaredIn(schema, definition);
    this.#declared = declared.some(({ name }) => name === '__proto__') ? null : declared;
  }

  /** The values that were given, each as its type reads it, with defaults (GraphQL specification, 6.1.2); or what does not fit. */
  coerced(given: Values): Coerced {
    const values = this.#declared === null ? null : fitting(this.#declared, given);
    if (values !== null) return { values };
    const { variableDefinitions = [] } = this.#definition;
    const { coerced, errors } = getVariableValues(this.#schema, variableDefinitions, given, { maxErrors: MOST_ERRORS });
    return errors === undefined ? { values: coerced } : { errors };
  }
}

/** A variable, and what may be given for it. */
interface Declared {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly isRequired: boolean;
}

function declaredIn(schema: GraphQLSchema, { variableDefinitions = [] }: OperationDefinitionNode): readonly Declared[] {
  return variableDefinitions.flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node);
    return isInputType(type) ? [{ name: variable.name.value, type, isRequired: isNonNullType(type) }] : [];
  });
}

/** All of them where each is there and fits; null where there is more to say about one. */
function fitting(declared: readonly Declared[], given: Values): Values | null {
  const values: Record<string, unknown> = {};
  let fits = true;
  const misfit = (): void => {
    fits = false;
  };
  for (const { name, type, isRequired } of declared) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || (value === null && isRequired)) return null;
    values[name] = coerceInputValue(value, type, misfit);
  }
  return fits ? values : null;
}
