import { setImmediate } from 'node:timers/promises';
import { perimeterSdl } from '@chancery/schema';
import { Unreachable } from '@chancery/trust';
import { execute, GraphQLError, type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql';
import { readMembers } from '../../../circuit/members.ts';
import { subgraphSchema } from '../../kit/standIn.ts';
import type { Server } from '../sides/federation.ts';
import { told } from '../sides/side.ts';
import type { StubTruth, Thing } from './stubTruth.ts';

/** Which service answers for which institutions. */
export const perimeters: Readonly<Record<string, readonly string[]>> = {
  justice: ['JUS'],
  finance: ['FIN'],
  health: ['HEA'],
  hosted: ['ODA', 'LIC'],
};

/** The schemas of all services, by name: an institution's server answers the perimeter standard and its own kinds. */
export function serviceSchemas(): Readonly<Record<string, GraphQLSchema>> {
  const services = readMembers().filter(({ name }) => name !== 'perimeter');
  const own = services.map(({ name, sdl, institution }) => [name, subgraphSchema(institution ? [perimeterSdl, sdl] : [sdl])] as const);
  return Object.fromEntries(own);
}

/** The services, each with its part of the truth; commands are noted as they come. Those that are away do not answer. */
export function stubServices(
  schemas: ReturnType<typeof serviceSchemas>,
  truth: StubTruth,
  away: ReadonlySet<string>,
  commands: string[],
): Readonly<Record<string, Server>> {
  const orAway =
    (name: string, answer: Server): Server =>
    async (operation, variables) => {
      if (away.has(name)) throw new Unreachable(name, 'no connection');
      return answer(operation, variables);
    };
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, orAway(name, stub(name, schema, truth, commands))]));
}

function stub(name: string, schema: GraphQLSchema, truth: StubTruth, commands: string[]): Server {
  const fieldResolver: GraphQLFieldResolver<Thing | undefined, unknown> = (source, args, _context, info) =>
    info.fieldName === '_entities' ? entities(args, perimeters[name]) : fieldOf(truth, commands)(source, args, _context, info);
  return async (operation, variables) => {
    for (let turns = operation.length % 3; turns > 0; turns--) await setImmediate();
    return told(await execute({ schema, document: parse(operation), variableValues: JSON.parse(variables), fieldResolver }));
  };
}

/** Reads a field of the truth, and notes commands. */
export const fieldOf =
  (truth: StubTruth, commands: string[]): GraphQLFieldResolver<Thing | undefined, unknown> =>
  (source, args, _context, { parentType, fieldName, returnType }) => {
    if (parentType.name === 'Mutation') commands.push(`${fieldName} ${JSON.stringify(args)}`);
    return truth.field({ __typename: parentType.name, key: source?.key ?? '' }, fieldName, args, returnType);
  };

type Representation = Readonly<Record<'__typename' | 'id' | 'code', string | undefined>>;

/** Documents and consignments are asked for where they belong, and nowhere else. */
const entities = ({ representations }: { readonly representations?: readonly Representation[] }, own: readonly string[] | undefined) =>
  representations?.map(({ __typename = '', id, code }) => {
    const isForeign = own !== undefined && /^(Document|Consignment)$/.test(__typename) && !own.includes(id?.split(':')[0] ?? '');
    return isForeign ? new GraphQLError('WRONG_PERIMETER') : { __typename, key: id ?? code ?? '' };
  });
