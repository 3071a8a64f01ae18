import type { Answer } from './answer.ts';

/** A list of the graph, as pages of it are read: an operation that selects its `pageInfo`. */
export interface Connection {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The pages of a list, the first from `after` on, as long as there are more and no longer than `atMost`. */
export async function* pagesFrom<Data, List extends Connection>(
  after: string | null,
  atMost: number,
  listIn: (data: Data) => List | null,
  ask: (after: string | null) => Promise<Answer<Data>>,
): AsyncGenerator<Answer<List>, void, undefined> {
  let cursor = after;
  for (let page = 0; page < atMost; page += 1) {
    const answer = await ask(cursor);
    const list = listIn(answer.data);
    if (list === null) {
      if (answer.errors[0] !== undefined) throw answer.errors[0];
      return;
    }
    yield { ...answer, data: list };
    const { hasNextPage, endCursor } = list.pageInfo;
    // A cursor that stands still would go round for ever.
    if (!hasNextPage || endCursor === null || endCursor === cursor) return;
    cursor = endCursor;
  }
}
