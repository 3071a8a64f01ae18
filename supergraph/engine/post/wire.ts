import { type OperationCall, type OperationText, operationText } from '@chancery/trust';
import type { GraphQLFormattedError } from 'graphql';

/** An operation as a subgraph is asked it: made once, sent many times. */
export interface Printed extends OperationText {
  readonly isMutation: boolean;
}

/** One call to one server. */
export interface Call extends OperationCall {
  readonly operation: Printed;
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
  /** The bytes of the same, which nobody else changes, and which need not have been read yet. Without it no answer is spliced. */
  sendBytes?(server: string, call: Call, context: Context): Promise<Buffer>;
}

export const printed = (text: string, isMutation = false): Printed => ({ ...operationText(text), isMutation });

/** A call as GraphQL over HTTP writes it. */
export const bodyOf = ({ operation, variables }: Call): string => `{"query":${operation.quoted},"variables":${variables}}`;
