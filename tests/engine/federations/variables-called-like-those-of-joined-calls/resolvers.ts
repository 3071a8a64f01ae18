export const resolvers = () => ({
  ranks: { Person: { rank: ({ id }: { id: string }, { of }: { of: string }) => id.length + of.length } },
});
