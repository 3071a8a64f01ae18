import type { TrustedOperation } from '@chancery/schema';

/** A published operation, and what it is for. */
export type Explained = TrustedOperation & { readonly purpose: string };

/** The published operations as values that carry their types: a hash in place of a text. */
export function clientOperations(operations: readonly Explained[]): string {
  const types = operations.flatMap((operation) => [typeOf(operation), `${typeOf(operation)}Variables`]).sort();
  return `${[
    '// Written by `npm run operations`; nobody edits it.',
    "import type { PublishedOperation } from '../publishedOperation.ts';",
    `import type {\n${types.map((type) => `  ${type},\n`).join('')}} from './types.ts';`,
    ...operations.map(asValue),
  ].join('\n\n')}\n`;
}

function asValue(operation: Explained): string {
  const { name, type, id, purpose } = operation;
  const typed = `PublishedOperation<${typeOf(operation)}, ${typeOf(operation)}Variables>`;
  return `/** ${purpose} */\nexport const ${name}: ${typed} = {\n  name: '${name}',\n  type: '${type}',\n  id: '${id}',\n};`;
}

const typeOf = ({ name, type }: Explained): string => `${name}${type === 'query' ? 'Query' : 'Mutation'}`;
