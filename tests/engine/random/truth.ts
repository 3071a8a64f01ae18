import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Reader } from '../sides/federation.ts';
import { type FieldModel, type Graph, isKeyField, type Need } from './graph.ts';
import { keyFrom, madeUp, partOfKey, type Thing, type Troubles } from './madeUp.ts';

/** The one truth of which each subgraph tells its part, made up from each object's name. */
export interface Truth {
  /** One server that has all of it. */
  readonly whole: Pick<Reader, 'field' | 'type'>;
  /** The part of one subgraph. */
  readonly part: (subgraph: string) => Reader;
  /** Commands, in the order in which they came. */
  readonly commands: readonly string[];
}

export function truthOf(graph: Graph, troubles: Troubles): Truth {
  const commands: string[] = [];
  const type: Reader['type'] = (thing) => (thing as Thing).__typename;
  const field = (source: unknown, args: object, { parentType, fieldName }: GraphQLResolveInfo): unknown => {
    if (parentType.name === 'Mutation') commands.push(`${fieldName} ${asText(args)}`);
    return valueIn(graph, troubles, { __typename: parentType.name, key: '', ...(source as Thing | undefined) }, fieldName, args);
  };
  const part = (subgraph: string): Reader => ({
    type,
    entity: (representation) => ({ __typename: representation.__typename, key: keyFrom(representation), given: representation }),
    field: (source, args, _context, info) => {
      const thing = source as Thing | undefined;
      const model = graph.objects.get(info.parentType.name)?.fields.get(info.fieldName);
      const { does = 'answers', provides } = model?.parts.get(subgraph) ?? {};
      if (does === 'no longer answers') throw new GraphQLError('This subgraph should not be asked any more.');
      const isKnown = (name: string) => thing?.provided?.includes(name) === true;
      if (does === 'names' && !isKnown(info.fieldName)) throw new GraphQLError('This subgraph cannot know.');
      // Whoever names an entity and provides what a field needs is asked for that field right there.
      if (model?.needs?.every((need) => isKnown(need.field)) === false) return computed(model, (need) => given(thing, need));
      const value = field(source, args, info);
      return provides === undefined ? value : withProvided(value, provides);
    },
  });
  return { whole: { type, field: (source, args, _context, info) => field(source, args, info) }, part, commands };
}

function valueIn(graph: Graph, troubles: Troubles, thing: Thing, name: string, args: object): unknown {
  const object = graph.objects.get(thing.__typename);
  const model = object?.fields.get(name);
  if (object === undefined || model === undefined) throw new Error(`${thing.__typename}.${name} is not of the graph.`);
  if (isKeyField(object, name) || object.name === 'Tag') return partOfKey(name, thing);
  const read = (from: unknown, field: string, given: object) =>
    from == null ? null : valueIn(graph, troubles, from as Thing, field, given);
  if (model.needs !== undefined)
    return computed(model, ({ field, args: asked, inner }) => {
      const value = read(thing, field, asked);
      return inner === null ? value : read(value, inner, {});
    });
  const isCalm = graph.calm.has(`${object.name}.${name}`);
  return madeUp(
    graph,
    isCalm ? { ...troubles, faults: 0 } : troubles,
    object,
    model,
    `${thing.__typename} ${thing.key} ${name} ${asText(args)}`,
  );
}

/** Computed of what it needs: as seen in the whole, or as it came with the question. */
const computed = ({ needs = [] }: FieldModel, seen: (need: Need) => unknown): string =>
  needs.map((need) => `${need.field} is ${JSON.stringify(seen(need))}`).join(', ');

function given(thing: Thing | undefined, { field, inner }: Need): unknown {
  const value = thing?.given?.[field];
  if (value === undefined) throw new GraphQLError(`It was not told its ${field}.`);
  return inner === null || value === null ? value : (value as Readonly<Record<string, unknown>>)[inner];
}

function withProvided(value: unknown, provided: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => withProvided(each, provided));
  return value === null || value instanceof Error ? value : { ...(value as Thing), provided };
}

const asText = (args: object): string => JSON.stringify(Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1)));
