import { publicGraph, type TrustedOperation } from '@chancery/schema';
import { codegen } from '@graphql-codegen/core';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse, printSchema } from 'graphql';

const config: typescriptOperations.TypeScriptDocumentsPluginConfig = {
  enumType: 'string-literal',
  immutableTypes: true,
  maybeValue: 'T | null',
  arrayInputCoercion: false,
  // A scalar that is not named here is a fault, not `any`.
  strictScalars: true,
  scalars: { ID: 'string', DateTime: 'string', Date: 'string', Decimal: 'string', JSON: 'unknown' },
};

/** An export of the generator's own that nothing here uses. */
const unused = /^\/\*\* Internal type\. DO NOT USE DIRECTLY\. \*\/\nexport type Incremental<.*\n/m;

/** What goes into the published operations and what comes back, as TypeScript: no other type of the graph. */
export async function clientTypes(supergraph: string, operations: readonly TrustedOperation[]): Promise<string> {
  const schema = publicGraph(supergraph);
  const types = await codegen({
    filename: 'types.ts',
    schema: parse(printSchema(schema)),
    schemaAst: schema,
    documents: operations.map(({ name, body }) => ({ location: name, document: parse(body) })),
    config: {},
    plugins: [{ operations: config }],
    pluginMap: { operations: typescriptOperations },
  });
  return `// Written by \`npm run operations\`; nobody edits it.\n${types
    .replace(unused, '')
    .replaceAll(/[ \t]+$/gm, '')
    .trimEnd()}\n`;
}
