interface Parcel {
  readonly size: { readonly height: number; readonly width: number };
  readonly weight: number;
}

export const resolvers = () => ({
  post: {
    Parcel: {
      label: ({ size }: Parcel) => `${size.height} high`,
      box: ({ size, weight }: Parcel) => `${size.width} wide, ${weight} heavy`,
    },
  },
});
