export const resolvers = () => ({ reviews: { Media: { praise: ({ title }: { title: string }) => `${title}!` } } });
