import { GraphQLError } from 'graphql';

const rank = ({ id }: { id: string }) => {
  if (id === 'p2') throw new GraphQLError('not ranked', { extensions: { code: 'UNRANKED' } });
  return 1;
};

export const resolvers = () => ({ ranks: { Person: { rank } } });
