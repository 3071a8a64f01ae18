import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Seeded } from '../kit/seeded.ts';

/** A value as JSON, and as it stands in the text of an operation. */
export interface RandomValue {
  readonly json: unknown;
  readonly literal: string;
}

const texts = [
  'Lease of land',
  '',
  ' ',
  'Кошторис № 7',
  "'; DROP TABLE card; --",
  '<script>alert(1)</script>',
  '%_\\%',
  '\u0000',
  'a\nb',
  '\u202e0001',
  '🐈'.repeat(40),
  '\ud83d',
  'x'.repeat(3_000),
  '__proto__',
  '{{7*7}}',
  '../../etc/passwd',
  '{"$ne":null}',
];
const numbers = [0, 1, 2, 5, 20, 100, 101, -1, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1.5];
const moments = [
  '2026-11-25T10:00:00Z',
  '2027-01-01T00:00:00+02:00',
  '1899-12-31T23:59:60Z',
  '9999-12-31T23:59:59Z',
  'yesterday',
  '2026-02-30T00:00:00Z',
];
const days = ['2026-11-25', '2026-02-29', '0000-00-00', '10000-01-01', '2024-02-29'];
const decimals = ['10.50', '0', '-1', '1e9', '99999999999999999999.99', 'NaN'];

/** Draws values for arguments: mostly such as could be meant, some that nobody could mean. */
export class RandomValues {
  readonly #chance: Seeded;
  readonly #ids: RealIds;

  constructor(chance: Seeded, ids: RealIds) {
    this.#chance = chance;
    this.#ids = ids;
  }

  /** A value for an argument or an input's field of this name. */
  of(name: string, type: GraphQLInputType, depth = 0): RandomValue {
    const chance = this.#chance;
    if (!isNonNullType(type) && chance.percent(depth === 0 ? 8 : 15)) return { json: null, literal: 'null' };
    if (chance.percent(1)) return asLiteral(chance.pick<unknown>([{}, [], 7, 'x', true, [[1]], null]));
    const bare = getNullableType(type);
    if (isListType(bare)) return list(Array.from({ length: chance.between(0, 3) }, () => this.of(name, bare.ofType, depth + 1)));
    if (isEnumType(bare)) {
      const { name: word } = chance.pick(bare.getValues());
      return { json: word, literal: word };
    }
    if (!isInputObjectType(bare)) return asLiteral(this.#scalar(bare.name, name));
    const fields = Object.values(bare.getFields()).filter((field) => isRequiredInputField(field) || chance.percent(depth > 2 ? 5 : 45));
    return object(fields.map((field) => [field.name, this.of(field.name, field.type, depth + 1)] as const));
  }

  #scalar(type: string, name: string): unknown {
    const chance = this.#chance;
    switch (type) {
      case 'ID':
        return this.#id(name);
      case 'Int':
        return chance.percent(80) ? chance.between(1, 30) : chance.pick(numbers);
      case 'Float':
        return chance.pick(numbers);
      case 'Boolean':
        return chance.percent(50);
      case 'DateTime':
        return chance.pick(moments);
      case 'Date':
        return chance.pick(days);
      case 'Decimal':
        return chance.pick(decimals);
      default:
        return chance.pick(texts);
    }
  }

  /** Mostly one that the name asks for. */
  #id(name: string): string {
    const chance = this.#chance;
    const { documents, consignments, institutions, officials } = this.#ids;
    if (chance.percent(8)) return chance.pick(texts);
    if (chance.percent(8)) return chance.pick([...documents, ...consignments, ...institutions, ...officials]);
    if (/consignment|inReplyTo/i.test(name)) return chance.pick(consignments);
    if (/institution|code|^to$|sender|recipient|parent/i.test(name)) return chance.pick(institutions);
    if (/official|executor/i.test(name)) return chance.pick(officials);
    if (name === 'requestId') return `fuzz:${chance.between(1, 1_000_000)}`;
    return name === 'id' && chance.percent(30) ? chance.pick(consignments) : chance.pick(documents);
  }
}

/** Ids of what is really there, by what they are ids of. */
export interface RealIds {
  readonly documents: readonly string[];
  readonly consignments: readonly string[];
  readonly institutions: readonly string[];
  readonly officials: readonly string[];
}

function asLiteral(json: unknown): RandomValue {
  if (Array.isArray(json)) return list(json.map(asLiteral));
  if (typeof json === 'object' && json !== null)
    return object(Object.entries(json).map(([name, value]) => [name, asLiteral(value)] as const));
  return { json, literal: JSON.stringify(json) };
}

const list = (items: readonly RandomValue[]): RandomValue => ({
  json: items.map(({ json }) => json),
  literal: `[${items.map(({ literal }) => literal).join(', ')}]`,
});

const object = (fields: readonly (readonly [string, RandomValue])[]): RandomValue => ({
  json: Object.fromEntries(fields.map(([name, { json }]) => [name, json])),
  literal: `{ ${fields.map(([name, { literal }]) => `${name}: ${literal}`).join(', ')} }`,
});
