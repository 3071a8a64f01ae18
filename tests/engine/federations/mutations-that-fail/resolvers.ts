import { GraphQLError } from 'graphql';

const add = () => {
  throw new GraphQLError('not today');
};

export const resolvers = () => ({
  accounts: { Mutation: { add, double: () => ({ id: '1', balance: 0 }) } },
  audit: { Mutation: { note: () => 1 } },
});
