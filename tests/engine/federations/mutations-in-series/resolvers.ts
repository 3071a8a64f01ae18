/** One account, and how many notes were written. */
export const resolvers = () => {
  let balance = 0;
  let notes = 0;
  const change = (to: (before: number) => number) => {
    balance = to(balance);
    return { id: '1', balance };
  };
  return {
    accounts: {
      Mutation: {
        add: (_root: unknown, { amount }: { amount: number }) => change((before) => before + amount),
        double: () => change((before) => before * 2),
      },
    },
    audit: { Mutation: { note: () => ++notes }, Account: { notes: () => notes } },
  };
};
