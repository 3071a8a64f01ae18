import { type DocumentNode, visit } from 'graphql';

/** Whether an operation asks for the schema itself, anywhere. */
export function asksSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field: ({ name: { value } }) => {
      if (value === '__schema' || value === '__type') asks = true;
    },
  });
  return asks;
}
