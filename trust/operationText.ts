import { hash } from 'node:crypto';

/** An operation as services are asked it: made once, sent many times. */
export interface OperationText {
  readonly text: string;
  /** The text as JSON. */
  readonly quoted: string;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
}

/** One call of an operation. */
export interface OperationCall {
  readonly operation: OperationText;
  /** JSON text of an object. */
  readonly variables: string;
}

export const operationText = (text: string): OperationText => ({ text, quoted: JSON.stringify(text), hash: operationHash(text) });

export const operationHash = (text: string): string => hash('sha256', text, 'hex');

/** Says that the operation with the hash that was sent is not held: nothing was done, and it may be asked again with its text. */
export const operationUnknown = 'PERSISTED_QUERY_NOT_FOUND';

/** The header in which a service says that it holds the operation with this hash from now on. */
export const heldHeader = 'operation-held';

/** A call as GraphQL over HTTP writes it, with the hash under which the operation may be held. */
export const wholeBody = ({ operation, variables }: OperationCall): string =>
  `{"query":${operation.quoted},"variables":${variables},${extensions(operation)}}`;

/** The same to a service that holds the operation, as automatic persisted queries write it. */
export const briefBody = ({ operation, variables }: OperationCall): string => `{"variables":${variables},${extensions(operation)}}`;

const extensions = ({ hash: sha256Hash }: OperationText): string =>
  `"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${sha256Hash}"}}`;

/** Whether an answer says `operationUnknown`. It has nothing else to say: a longer one is not looked into. */
export function isOperationUnknown(answer: string): boolean {
  if (answer.length > 500 || !answer.includes(operationUnknown)) return false;
  try {
    const { data, errors } = JSON.parse(answer) as { readonly data?: unknown; readonly errors?: readonly Told[] };
    return data == null && Array.isArray(errors) && errors[0]?.extensions?.code === operationUnknown;
  } catch {
    return false;
  }
}

interface Told {
  readonly extensions?: { readonly code?: unknown };
}
