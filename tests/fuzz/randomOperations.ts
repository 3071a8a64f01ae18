import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLUnionType,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import type { Seeded } from '../kit/seeded.ts';
import { RandomValues, type RealIds } from './randomValues.ts';

/** An operation as a client would send it. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is being written: its fragments and variables gather beside its text. */
interface Draft {
  readonly fragments: string[];
  readonly declared: string[];
  readonly variables: Record<string, unknown>;
  names: number;
  fieldsLeft: number;
}

type Composite = GraphQLObjectType | GraphQLUnionType;
const DEEPEST = 7;

/** Writes operations over a graph: aliases, fragments, variables, conditions, unions, nested lists; few of them are broken on purpose. */
export class RandomOperations {
  readonly #schema: GraphQLSchema;
  readonly #chance: Seeded;
  readonly #values: RandomValues;

  constructor(schema: GraphQLSchema, chance: Seeded, ids: RealIds) {
    this.#schema = schema;
    this.#chance = chance;
    this.#values = new RandomValues(chance, ids);
  }

  next(): RandomOperation {
    const chance = this.#chance;
    const isMutation = chance.percent(20);
    const root = isMutation ? this.#schema.getMutationType() : this.#schema.getQueryType();
    if (root == null) throw new Error('The graph has no root.');
    const draft: Draft = { fragments: [], declared: [], variables: {}, names: 0, fieldsLeft: chance.between(3, 60) };
    const selections = isMutation
      ? `{ ${this.#some(Object.values(root.getFields()), chance.between(1, 2))
          .map((field) => this.#field(field, draft, 0))
          .join(' ')} }`
      : this.#selections(root, draft, 0);
    const declared = draft.declared.length === 0 ? '' : `(${draft.declared.join(', ')})`;
    const word = isMutation ? 'mutation' : 'query';
    const query = [`${word} Fuzz${declared} ${selections}`, ...draft.fragments].join('\n');
    return { query: chance.percent(4) ? this.#broken(query) : query, variables: draft.variables };
  }

  #selections(type: Composite, draft: Draft, depth: number): string {
    const chance = this.#chance;
    if (isUnionType(type)) {
      const members = this.#some(type.getTypes(), chance.between(1, 3));
      return `{ __typename ${members.map((member) => `... on ${member.name} ${this.#selections(member, draft, depth + 1)}`).join(' ')} }`;
    }
    const wanted = this.#some(Object.values(type.getFields()), chance.between(1, depth === 0 ? 3 : 6));
    const fields = wanted.flatMap((field) => {
      if (draft.fieldsLeft <= 0 || (depth >= DEEPEST && !isLeafType(getNamedType(field.type)))) return [];
      draft.fieldsLeft--;
      return [this.#field(field, draft, depth)];
    });
    const written = fields.length === 0 || chance.percent(10) ? ['__typename', ...fields] : fields;
    return this.#inFragments(written, type, draft);
  }

  #inFragments(fields: readonly string[], type: GraphQLObjectType, draft: Draft): string {
    const chance = this.#chance;
    const whole = `{ ${fields.join(' ')} }`;
    if (chance.percent(8)) return `{ ... on ${type.name}${this.#condition(draft)} ${whole} }`;
    if (!chance.percent(10)) return whole;
    const name = `F${draft.names++}`;
    draft.fragments.push(`fragment ${name} on ${type.name} ${whole}`);
    return `{ ...${name}${this.#condition(draft)}${chance.percent(30) ? ` ...${name}` : ''} }`;
  }

  #field(field: GraphQLField<unknown, unknown>, draft: Draft, depth: number): string {
    const chance = this.#chance;
    const given = field.args.filter((argument) => isRequiredArgument(argument) || chance.percent(50));
    const written = given.map((argument) => {
      const { json, literal } = this.#values.of(argument.name, argument.type);
      if (chance.percent(40)) return `${argument.name}: ${literal}`;
      const name = `v${draft.names++}`;
      draft.declared.push(`$${name}: ${String(argument.type)}`);
      draft.variables[name] = json;
      return `${argument.name}: $${name}`;
    });
    // Two fields of one name must not ask for different things.
    const alias = given.length > 0 || chance.percent(10) ? `a${draft.names++}: ` : '';
    const below = this.#below(field.type, draft, depth);
    return `${alias}${field.name}${written.length === 0 ? '' : `(${written.join(', ')})`}${this.#condition(draft)}${below}`;
  }

  #below(type: GraphQLOutputType, draft: Draft, depth: number): string {
    const named = getNamedType(type);
    return isObjectType(named) || isUnionType(named) ? ` ${this.#selections(named, draft, depth + 1)}` : '';
  }

  #condition(draft: Draft): string {
    const chance = this.#chance;
    if (!chance.percent(6)) return '';
    const word = chance.pick(['@skip', '@include']);
    if (chance.percent(50)) return ` ${word}(if: ${chance.percent(50)})`;
    const name = `v${draft.names++}`;
    draft.declared.push(`$${name}: Boolean!`);
    draft.variables[name] = chance.percent(50);
    return ` ${word}(if: $${name})`;
  }

  /** As after an accident on the way: something is missing, doubled, or out of place. */
  #broken(query: string): string {
    const at = this.#chance.between(0, query.length - 1);
    const more = this.#chance.pick(['{', '}', '"', '$', '@x', '...', '\u0000', '(', 'é', '#', '&', '!', '']);
    return `${query.slice(0, at)}${more}${query.slice(at + this.#chance.between(0, 3))}`;
  }

  #some<Thing>(things: readonly Thing[], count: number): readonly Thing[] {
    return this.#chance.some(count, things);
  }
}
