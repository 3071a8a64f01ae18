/** The id in a representation's text; null where its key is another. */
export function idIn(representation: string): string | null {
  const { id } = JSON.parse(representation) as { readonly id?: unknown };
  return typeof id === 'string' ? id : null;
}

/** At the head of an id stands whose it is. */
export function institutionIn(representation: string): string | null {
  const [head, ...rest] = idIn(representation)?.split(':') ?? [];
  return rest.length > 0 ? (head ?? null) : null;
}
