const shelf = ({ id }: { id: string }, { side }: { side: number }) => `shelf ${side} of ${id}`;

export const resolvers = () => ({ archive: { Letter: { shelf }, Order: { shelf } } });
