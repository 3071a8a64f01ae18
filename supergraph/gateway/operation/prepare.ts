import { createHash } from 'node:crypto';
import { Refusal } from '@chancery/domain';
import { BoundedCache } from '@chancery/trust';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  type StringValueNode,
  validate,
  visit,
} from 'graphql';
import { asksSchema } from '../../engine/asksSchema.ts';
import { conditionsIn } from '../../engine/conditionsIn.ts';
import { Variables } from '../../engine/index.ts';
import { actOf } from './act.ts';
import { requireFewEqualNames } from './equalNames.ts';
import { type Extent, extentOf, LONGEST_OPERATION } from './extent.ts';
import { requireReadable } from './written.ts';

/** An operation that was parsed and found valid, with what is known of it before anyone asks it. */
export interface PreparedOperation {
  readonly source: string;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  /** What it is called in the audit trail. */
  readonly act: string;
  /** SHA-256 of the source, in hexadecimal: the name of its plan. */
  readonly hash: string;
  readonly variables: Variables;
  readonly asksSchema: boolean;
  /** Its variables that stand in `@skip` and `@include`. */
  readonly conditions: readonly string[];
  readonly extent: Extent;
  /** Texts in it that look like ids: they go on record. */
  readonly namedIds: readonly string[];
}

/** What a character of an operation costs once it is parsed, measured on an operation of many fields, in bytes. */
export const PARSED_CHARACTER = 170;
/** What all of them may cost. */
const MOST_KEPT = 64 * 1024 * 1024;

/** A text that was found valid, and the operations of it that somebody meant. */
interface KnownText {
  readonly document: DocumentNode;
  readonly operations: Map<string | null, PreparedOperation>;
}

/** Parses and validates operations, and remembers the valid ones. */
export class Preparation {
  readonly #schema: GraphQLSchema;
  readonly #known = new BoundedCache<KnownText>(2_000, MOST_KEPT);

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Whether a text was found valid before, and is remembered: to prepare it again costs nothing. */
  knows(source: string): boolean {
    return this.#known.get(source) !== undefined;
  }

  /** Throws `GraphQLError`s with code `GRAPHQL_PARSE_FAILED` or `GRAPHQL_VALIDATION_FAILED`, the first of those found. */
  prepare(source: string, operationName: string | null): PreparedOperation {
    const text = this.#known.get(source) ?? this.#read(source);
    const known = text.operations.get(operationName);
    if (known !== undefined) return known;
    const prepared = shallow(() => this.#analyse(source, text.document, operationName));
    text.operations.set(operationName, prepared);
    return prepared;
  }

  /** The operation's variables with their defaults; throws `BAD_INPUT` where a value does not fit. */
  variables({ variables }: PreparedOperation, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const { values, errors } = variables.coerced(given);
    if (values === undefined) throw new Refusal('BAD_INPUT', errors[0]?.message);
    return values;
  }

  #read(source: string): KnownText {
    const document = shallow(() => this.#valid(source));
    const text = { document, operations: new Map<string | null, PreparedOperation>() };
    this.#known.set(source, text, source.length * PARSED_CHARACTER);
    return text;
  }

  #valid(source: string): DocumentNode {
    const document = parsed(source);
    requireReadable(document);
    requireFewEqualNames(document);
    const [fault] = validate(this.#schema, document, undefined, { maxErrors: 5 });
    if (fault !== undefined) throw coded('GRAPHQL_VALIDATION_FAILED', fault);
    return document;
  }

  #analyse(source: string, document: DocumentNode, operationName: string | null): PreparedOperation {
    const definition = getOperationAST(document, operationName);
    if (definition == null) throw unnamed(operationName);
    // Validation lets an operation pass of a type that the schema does not have: none of its fields could be decided.
    if (this.#schema.getRootType(definition.operation) == null)
      throw coded('GRAPHQL_VALIDATION_FAILED', new GraphQLError(`There is no ${definition.operation} here.`, { nodes: definition }));
    const extent = extentOf(document, definition);
    const hash = createHash('sha256').update(source).digest('hex');
    const act = actOf(document, definition);
    const asked = { asksSchema: asksSchema(document), conditions: conditionsIn(document), namedIds: namedIdsIn(definition) };
    const variables = new Variables(this.#schema, definition);
    return { source, document, definition, act, hash, variables, extent, ...asked };
  }
}

/** What is nested so deep that no parser or validator gets to its end is too much; it is no mistake of ours. */
function shallow<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? new Refusal('OPERATION_TOO_LARGE', 'It is nested too deep.') : error;
  }
}

/** Which operation is meant cannot be said. */
export const unnamed = (name: string | null): GraphQLError => coded('GRAPHQL_VALIDATION_FAILED', new GraphQLError(missing(name)));

/** The parser says it in a message alone. */
const tooManyTokens = /^Syntax Error: Document contains more tha\w \d+ tokens/;

function parsed(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: LONGEST_OPERATION });
  } catch (error) {
    if (error instanceof GraphQLError && tooManyTokens.test(error.message))
      throw new Refusal('OPERATION_TOO_LARGE', `Tokens: at most ${LONGEST_OPERATION}.`);
    throw error instanceof GraphQLError ? coded('GRAPHQL_PARSE_FAILED', error) : error;
  }
}

function namedIdsIn(definition: OperationDefinitionNode): readonly string[] {
  const found: string[] = [];
  const note = ({ value }: StringValueNode): void => {
    if (value.length <= 120 && value.includes(':')) found.push(value);
  };
  visit(definition, { StringValue: note });
  return found;
}

const coded = (code: string, { message, nodes, source, positions }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, extensions: { code } });

const missing = (name: string | null): string =>
  name === null
    ? 'The document holds several operations: say by operationName which one is meant.'
    : `The document holds no operation ${name.slice(0, 100)}.`;
