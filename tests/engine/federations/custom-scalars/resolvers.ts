export const resolvers = () => ({
  letters: {
    Query: {
      letter: (_root: unknown, { meta }: { meta: unknown }) => ({ id: '1', meta, many: [{ a: {} }, null, 'text', [0]], shared: [] }),
    },
  },
});
