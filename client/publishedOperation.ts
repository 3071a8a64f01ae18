/**
 * An operation that the exchange has published, to be asked by its hash alone: it needs no text, costs nothing to prepare, and is the only
 * thing that a public client may ask (§1.6). Its types are what it answers and what it takes.
 */
export interface PublishedOperation<Data, Variables> {
  readonly name: string;
  readonly type: 'query' | 'mutation';
  /** SHA-256 of its text, in hexadecimal. */
  readonly id: string;
  /** Never there: it carries the types, as in TypedDocumentNode. */
  readonly __types?: (variables: Variables) => Data;
}
