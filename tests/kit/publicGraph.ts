import { publicGraph as publicGraphOf, readSupergraph } from '@chancery/schema';
import type { GraphQLSchema } from 'graphql';

/** The graph that clients see, as the committed supergraph has it. */
export const publicGraph = (): GraphQLSchema => publicGraphOf(readSupergraph());
