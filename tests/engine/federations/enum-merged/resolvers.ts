export const resolvers = () => ({
  letters: { Query: { letter: (_root: unknown, { access }: { access: string }) => access } },
  archive: { Query: { count: (_root: unknown, { access }: { access: string }) => access.length } },
});
