import { hash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { answerers, type FieldModel, type Graph, membersIn, type ObjectModel } from './graph.ts';

/** An object of the graph: all that is known of it follows from its type and its key. */
export interface Thing {
  readonly __typename: string;
  readonly key: string;
  /** What came with the question for it. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** What whoever names it knows of it. */
  readonly provided?: readonly string[];
}

/** How much is null, and how much fails: of a thousand values. */
export interface Troubles {
  readonly salt: number;
  readonly nulls: number;
  readonly faults: number;
}

interface Making extends Troubles {
  readonly graph: Graph;
  readonly named: string;
  /** Types of an abstract field, values of an enum, that all who may answer it know. */
  readonly able: readonly string[];
}

/** A field's value: whoever is asked for it says the same. */
export function madeUp(graph: Graph, troubles: Troubles, object: ObjectModel, { type, ...model }: FieldModel, about: string): unknown {
  const subgraphs = object.kind === 'value' ? graph.subgraphs : answerers({ type, ...model });
  const abstract = graph.abstracts.get(type.named);
  const moods = subgraphs
    .map((subgraph) => graph.moods.get(subgraph) ?? [])
    .reduce((all, some) => all.filter((mood) => some.includes(mood)));
  const able = abstract === undefined ? moods : membersIn(abstract, subgraphs);
  const value = valueAt({ ...troubles, graph, named: type.named, able }, type.wrap, `${troubles.salt} ${about}`);
  if (value instanceof Error) throw value;
  return value;
}

function valueAt(making: Making, wrap: string, about: string): unknown {
  const number = numberOf(about);
  const chance = Math.floor(number / 7) % 1000;
  if (chance < making.faults) return new GraphQLError('It failed.');
  if (wrap.endsWith('!')) return present(making, wrap.slice(0, -1), about, number);
  return chance < making.faults + making.nulls ? null : present(making, wrap, about, number);
}

function present(making: Making, wrap: string, about: string, number: number): unknown {
  const { graph, named, able } = making;
  if (wrap !== 'x') return Array.from({ length: number % 4 }, (_, index) => valueAt(making, wrap.slice(1, -1), `${about} ${index}`));
  const typename = graph.abstracts.has(named) ? able[number % able.length] : named;
  const object = graph.objects.get(typename ?? '');
  if (object !== undefined) return { __typename: object.name, key: object.kind === 'entity' ? String(number % 4) : about };
  return leaf(making, number);
}

function leaf({ named, able }: Making, number: number): unknown {
  switch (named) {
    case 'Int':
      return number % 1000;
    case 'Float':
      return (number % 1000) / 8;
    case 'Boolean':
      return number % 2 === 0;
    case 'Kind':
      return ['RED', 'GREEN', 'BLUE'][number % 3];
    case 'Mood':
      return able[number % able.length];
    case 'Json':
      return [{ a: [number % 10, { b: null }], id: 'x' }, [number % 10, [], {}], `j${number % 10}`, 0, true][number % 5];
    default:
      return `s${number % 1000}${['', ' "\\\n', 'ї', '\ud83d\ude00'][number % 4]}`;
  }
}

/** What an entity's key says in one of its fields. */
export function partOfKey(field: string, { __typename, key }: Thing): unknown {
  if (field === 'tag') return { __typename: 'Tag', key: `t${key}` };
  if (__typename === 'Tag') return key;
  if (field === 'region') return `r${Math.floor(Number(key) / 2)}`;
  if (field === 'number') return Number(key) % 2;
  return `${field} ${key} of ${__typename}`;
}

/** The key that a representation means. */
export function keyFrom(representation: Readonly<Record<string, unknown>> & { readonly __typename: string }): string {
  const { id, code, region, number, tag } = representation as Partial<Record<string, string | number | { readonly code: string }>>;
  const named = id ?? code;
  if (typeof named === 'string') return named.split(' ')[1] ?? '';
  if (typeof region === 'string') return String(Number(region.slice(1)) * 2 + Number(number));
  if (typeof tag === 'object') return tag.code.slice(1);
  throw new GraphQLError(`No key of ${representation.__typename} is in ${JSON.stringify(representation)}.`);
}

/** A number that a text comes to. */
export const numberOf = (about: string): number => Number.parseInt(hash('sha256', about).slice(0, 12), 16);
