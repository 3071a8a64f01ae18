export const resolvers = () => ({
  post: { Parcel: { postage: ({ weight }: { weight: number }) => weight * 2 } },
  accounts: { Parcel: { invoice: ({ postage }: { postage: number }) => `pay ${postage}` } },
});
