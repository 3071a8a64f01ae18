import { createHash } from 'node:crypto';
import { compose } from '@chancery/supergraph';
import {
  type ExecutionResult,
  execute,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { kindNames, kindsSdl } from '../../../supergraph/compose/kinds.ts';
import { loadSupergraph, type SupergraphExecutor } from '../../../supergraph/gateway/supergraphExecutor.ts';
import { subgraphSchema } from '../standIn.ts';
import { members } from './graph.ts';

/** What a field gives: made up from its object, its name and its arguments, so that whoever is asked says the same. */
interface Thing {
  readonly __typename: string;
  readonly key: string;
}

/** A federated graph whose subgraphs note every field that they are asked for. */
export interface SpiedGraph {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  /** Plans and fetches, as the gateway does. */
  readonly execute: SupergraphExecutor['execute'];
  /** Each `Type.field` that a subgraph was asked for since `forget`. */
  readonly asked: ReadonlySet<string>;
  forget(): void;
  /** What one server of the whole graph would answer; `refuse` throws for what is denied. */
  whole(source: string, operationName: string | null, variables: object, refuse: (coordinate: string) => void): Promise<ExecutionResult>;
  close(): Promise<void>;
}

// An institution only adds to roots that the perimeter standard has.
const roots = 'type Query { nothing: Int } type Mutation { nothing: Int }';

/** Composes the graph, and plays its subgraphs in this process. */
export async function spiedGraph(): Promise<SpiedGraph> {
  const asked = new Set<string>();
  const make: GraphQLFieldResolver<Thing | undefined, unknown> = (source, args, context, info) =>
    thingsOf(schema)(source, args, context, info);
  const subgraph = (name: string) => {
    const sdl = members.find((member) => member.name === name)?.sdl ?? kindsSdl(kindNames(members));
    const own = subgraphSchema([sdl, roots]);
    const note: GraphQLFieldResolver<Thing | undefined, unknown> = (source, args, context, info) => {
      if (info.fieldName === '_entities') return entities(args as Parameters<typeof entities>[0]);
      asked.add(`${info.parentType.name}.${info.fieldName}`);
      return make(source, args, context, info);
    };
    const answer = ({ query, variables }: { query: string; variables: object }) =>
      execute({ schema: own, document: parse(query), variableValues: { ...variables }, fieldResolver: note });
    return { fetch: async ({ question }: { question: { query: string; variables: object } }) => plain(await answer(question)) };
  };
  const supergraph = await loadSupergraph(compose(members).supergraphSdl, subgraph);
  const { schema } = supergraph;
  return {
    schema,
    execute: supergraph.execute,
    asked,
    forget: () => asked.clear(),
    whole: async (source, operationName, variables, refuse) =>
      execute({
        schema,
        document: parse(source),
        operationName,
        variableValues: { ...variables },
        fieldResolver: (parent, args, context, info) => {
          refuse(`${info.parentType.name}.${info.fieldName}`);
          return make(parent, args, context, info);
        },
        typeResolver: ({ __typename }: Thing) => __typename,
      }),
    close: () => supergraph.close(),
  };
}

const entities = ({
  representations,
}: {
  representations: readonly { readonly __typename: string; readonly id: string }[];
}): readonly Thing[] => representations.map(({ __typename, id }) => ({ __typename, key: id }));

/** As it would come over HTTP. */
const plain = (result: ExecutionResult) => JSON.parse(JSON.stringify(result));

function thingsOf(graph: GraphQLSchema): GraphQLFieldResolver<Thing | undefined, unknown> {
  return (source, args, _context, { fieldName, parentType, returnType }) => {
    if (fieldName === 'id') return source?.key;
    const about = `${parentType.name} ${source?.key ?? ''} ${fieldName} ${JSON.stringify(Object.entries(args).sort())}`;
    return madeUp(graph, returnType, about);
  };
}

function madeUp(graph: GraphQLSchema, type: GraphQLOutputType, about: string): unknown {
  const number = createHash('sha256').update(about).digest().readUInt16BE(0);
  if (isNonNullType(type)) return madeUp(graph, type.ofType, `${about} !`);
  if (!about.endsWith('!') && number % 7 === 0) return null;
  if (isListType(type)) return Array.from({ length: number % 3 }, (_, index) => madeUp(graph, type.ofType, `${about} ${index}`));
  if (isAbstractType(type)) {
    const possible = [...graph.getPossibleTypes(type)].sort((a, b) => a.name.localeCompare(b.name));
    return thing(possible[number % possible.length]?.name ?? '', number);
  }
  if (isObjectType(type)) return thing(type.name, number);
  if (isEnumType(type)) return type.getValues()[number % type.getValues().length]?.name;
  return { Int: number, Boolean: number % 2 === 0 }[type.name] ?? `s${number}`;
}

const thing = (__typename: string, number: number): Thing => ({ __typename, key: `${__typename}:${number % 20}` });
