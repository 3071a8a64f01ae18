export const resolvers = () => ({
  doors: { Person: { greeting: ({ name }: { name: string }) => `Good morning, ${name}` } },
});
