import { createHash } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';

/** An operation as a subgraph is asked it: made once, sent many times. */
export interface Printed {
  readonly text: string;
  /** The text as JSON. */
  readonly quoted: string;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
  readonly isMutation: boolean;
}

/** One call to one server. */
export interface Call {
  readonly operation: Printed;
  /** JSON text of an object. */
  readonly variables: string;
}

/** What a server answers. Refusals are part of an answer. */
export interface SubgraphAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Carries calls to servers and their answers back, within bounds of time and size. */
export interface Wire<Context> {
  /** What the server answers, as `readAnswer` reads it: objects that nobody else holds. Throws for a server that gives no whole answer. */
  send(server: string, call: Call, context: Context): Promise<SubgraphAnswer>;
}

export const printed = (text: string, isMutation = false): Printed => ({
  text,
  quoted: JSON.stringify(text),
  hash: createHash('sha256').update(text).digest('hex'),
  isMutation,
});

/** A call as GraphQL over HTTP writes it. */
export const bodyOf = ({ operation, variables }: Call): string => `{"query":${operation.quoted},"variables":${variables}}`;
