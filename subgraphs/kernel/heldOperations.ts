import { BoundedCache } from '@chancery/trust';
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';

/** How many operations are held, and what they may weigh together, in bytes: askers send few, again and again. */
const MOST_HELD = 1_000;
const HEAVIEST = 16 * 1024 * 1024;

/** What a parsed operation weighs for each character of its text: measured on what the gateway asks. */
const BYTES_FOR_A_CHARACTER = 40;

/** The operations of one schema, each parsed and validated once and held under its hash; the one that was asked for longest ago is forgotten first. */
export class HeldOperations {
  readonly #schema: GraphQLSchema;
  readonly #held: BoundedCache<DocumentNode>;

  constructor(schema: GraphQLSchema, most = MOST_HELD, heaviest = HEAVIEST) {
    this.#schema = schema;
    this.#held = new BoundedCache(most, heaviest);
  }

  find(hash: string): DocumentNode | undefined {
    return this.#held.get(hash);
  }

  /** The operation that this text is, held from now on where it is valid and not too large; or what is wrong with it. */
  read(text: string, hash: string): DocumentNode | readonly GraphQLError[] {
    const known = this.#held.get(hash);
    if (known !== undefined) return known;
    const operation = parsed(text);
    if (operation instanceof GraphQLError) return [operation];
    const errors = validate(this.#schema, operation);
    if (errors.length > 0) return errors;
    this.#held.set(hash, operation, text.length * BYTES_FOR_A_CHARACTER);
    return operation;
  }
}

/** Where in the text a field stands nobody asks, and it would be most of what an operation weighs. */
function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxTokens: 20_000, noLocation: true });
  } catch (error) {
    return error instanceof GraphQLError ? error : new GraphQLError('The operation cannot be read.');
  }
}
