interface Inside {
  readonly __typename: string;
  readonly name: string;
  readonly pages?: number;
  readonly isFragile?: boolean;
}

const label = ({ inside }: { readonly inside: Inside | null }) =>
  inside === null ? 'empty' : `${inside.__typename} ${inside.name} ${inside.pages ?? inside.isFragile}`;

export const resolvers = () => ({ post: { Parcel: { label } } });
