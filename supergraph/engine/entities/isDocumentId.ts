/** Whether a value has the form of a document's id, of three parts: a consignment's has two, an institution's code is one. */
export const isDocumentId = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 120 && value.split(':').length === 3;
