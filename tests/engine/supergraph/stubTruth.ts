import { hash } from 'node:crypto';
import {
  GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { RealIds } from '../../fuzz/randomValues.ts';

/** An object of the graph: all that is known of it follows from its type and its key. */
export interface Thing {
  readonly __typename: string;
  readonly key: string;
}

const ulid = (n: number): string => `01JD${String(n).padStart(22, '0')}`;

/** What there is, in institutions with servers of their own and hosted ones, of which one is looked up first. */
const known: RealIds = {
  documents: [
    'JUS:LegalOpinion',
    'JUS:CourtRuling',
    'FIN:BudgetRequest',
    'FIN:PaymentOrder',
    'HEA:EpidemicReport',
    'ODA:OfficialLetter',
    'LIC:OfficialLetter',
  ].flatMap((head, n) => [`${head}:${ulid(2 * n)}`, `${head}:${ulid(2 * n + 1)}`]),
  consignments: ['JUS', 'FIN', 'HEA', 'ODA', 'LIC'].flatMap((code, n) => [`${code}:${ulid(40 + n)}`, `${code}:${ulid(50 + n)}`]),
  institutions: ['JUS', 'FIN', 'HEA', 'ODA', 'LIC'],
  officials: ['JUS:o.petrenko', 'FIN:i.shevchenko', 'HEA:m.bondar'],
};

/** What is asked for: some of it of an institution that nobody knows. */
export const ids: RealIds = {
  ...known,
  documents: [...known.documents, `XYZ:OfficialLetter:${ulid(1)}`],
  institutions: [...known.institutions, 'XYZ'],
};

/** Makes up what the graph says, always the same. */
export class StubTruth {
  /** `Type.field` of what may be null in the whole graph and not in each subgraph: it never is. */
  readonly #never: ReadonlySet<string>;

  constructor(graph: GraphQLSchema, subgraphs: readonly GraphQLSchema[]) {
    this.#never = new Set(subgraphs.flatMap((subgraph) => stricter(subgraph, graph)));
  }

  /** A field of an object; throws where it fails. */
  field({ __typename, key }: Thing, name: string, args: object, type: GraphQLOutputType): unknown {
    if (name === 'id' && key !== '') return key;
    if (name === 'code' && __typename === 'Institution') return key;
    if (name === 'content' && __typename === 'Document') return { __typename: key.split(':')[1] ?? '', key };
    const coordinate = `${__typename}.${name}`;
    const value = this.#value(type, `${coordinate} ${key} ${JSON.stringify(Object.entries(args).sort())}`, this.#never.has(coordinate));
    if (value instanceof Error) throw value;
    return value;
  }

  #value(type: GraphQLOutputType, about: string, never: boolean): unknown {
    const number = Number.parseInt(hash('sha256', about).slice(0, 12), 16);
    const chance = Math.floor(number / 11) % 100;
    if (!never && chance < 2) return new GraphQLError('It failed.', { extensions: { code: 'STUB_FAILED' } });
    if (isNonNullType(type)) return this.#present(type.ofType, about, number, never);
    return !never && chance < 8 ? null : this.#present(type, about, number, never);
  }

  #present(type: GraphQLOutputType, about: string, number: number, never: boolean): unknown {
    if (isListType(type)) return Array.from({ length: number % 4 }, (_, i) => this.#value(type.ofType, `${about} ${i}`, never));
    if (isUnionType(type)) return this.#present(type.getTypes()[number % type.getTypes().length] ?? type, about, number, never);
    if (isObjectType(type)) return { __typename: type.name, key: keyOf(type.name, number) };
    if (isEnumType(type)) return type.getValues()[number % type.getValues().length]?.name;
    const name = 'name' in type ? type.name : '';
    return (
      { Int: number % 1000, Float: (number % 1000) / 8, Boolean: number % 2 === 0, JSON: { n: [number % 9, { id: 'x' }] } }[name] ??
      `s${number % 1000}`
    );
  }
}

function keyOf(type: string, number: number): string {
  const { documents, consignments, institutions, officials } = known;
  const keys = { Document: documents, Consignment: consignments, Institution: institutions, Official: officials }[type];
  return keys?.[number % keys.length] ?? `${type} ${number % 50}`;
}

/** Fields that a subgraph gives in another form than the whole graph. */
const stricter = (subgraph: GraphQLSchema, graph: GraphQLSchema): readonly string[] =>
  Object.values(subgraph.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => {
      const whole = graph.getType(type.name);
      if (!isObjectType(whole)) return [];
      return Object.values(type.getFields())
        .filter((field) => String(whole.getFields()[field.name]?.type ?? field.type) !== String(field.type))
        .map((field) => `${type.name}.${field.name}`);
    });
