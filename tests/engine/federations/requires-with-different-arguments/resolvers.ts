export const resolvers = () => ({
  goods: { Parcel: { weight: (_parcel: unknown, { unit }: { unit: string }) => (unit === 'POUND' ? 2 : 1000) } },
  post: { Parcel: { postage: ({ weight }: { weight: number }) => `${weight} pounds` } },
  accounts: { Parcel: { duty: ({ weight }: { weight: number }) => `${weight} grams` } },
});
