import { Refusal } from '@chancery/domain';
import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  getVariableValues,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

type Values = Readonly<Record<string, unknown>>;

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

  /** The values that were given, each as its type reads it, with defaults; throws `BAD_INPUT` where one does not fit (GraphQL specification, 6.1.2). */
  coerced(given: Values): Values {
    return (this.#declared === null ? null : fitting(this.#declared, given)) ?? this.#readWith(given);
  }

  #readWith(given: Values): Values {
    const { coerced, errors } = getVariableValues(this.#schema, this.#definition.variableDefinitions ?? [], given, { maxErrors: 3 });
    if (errors !== undefined) throw new Refusal('BAD_INPUT', errors[0]?.message);
    return coerced;
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
