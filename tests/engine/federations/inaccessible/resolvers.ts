export const resolvers = () => ({
  accounts: { Person: { grade: ({ salary }: { salary: number }) => `A for ${salary}` } },
});
