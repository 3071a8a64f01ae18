interface Side {
  readonly length: number;
  readonly unit: { readonly name: string } | null;
}

const size = ({ sides }: { readonly sides: readonly (Side | null)[] | null }) =>
  sides === null ? 'null' : `[${sides.map((side) => (side === null ? 'null' : `{${side.length},${side.unit?.name ?? null}}`))}]`;

export const resolvers = () => ({ post: { Parcel: { size } } });
