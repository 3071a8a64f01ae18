import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type OperationManifest, operationsFolder, type TrustedOperation } from '@chancery/schema';
import { Kind, parse, print } from 'graphql';

/** The operations in `schema/operations`, in the order of their files. Throws where a file holds another thing than it is named after. */
export const readOperations = (folder: URL = operationsFolder): readonly TrustedOperation[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => readOperation(file, readFileSync(new URL(file, folder), 'utf8')));

/** The files of published operations, as a person finds them, with their texts. */
export const operationTexts = (folder: URL = operationsFolder): readonly { readonly file: string; readonly text: string }[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => ({ file: `schema/operations/${file}`, text: readFileSync(new URL(file, folder), 'utf8') }));

/** The text of `manifest.json`. */
export function manifestText(operations: readonly TrustedOperation[]): string {
  const manifest: OperationManifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What a published operation is for, as the comment above it says. */
export const purposeOf = ({ name }: TrustedOperation): string =>
  readFileSync(new URL(`${name.charAt(0).toLowerCase()}${name.slice(1)}.graphql`, operationsFolder), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => line.slice(1).trim())
    .join(' ');

/** What is hashed is the operation alone, printed: comments and spaces change nothing. A file is named after the operation in it. */
export function readOperation(file: string, text: string): TrustedOperation {
  const document = parse(text);
  const [operation, ...others] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const name = operation?.name?.value ?? '';
  if (operation === undefined || others.length > 0 || operation.operation === 'subscription')
    throw new Error(`${file} holds one query or mutation, with its fragments.`);
  if (`${name.charAt(0).toLowerCase()}${name.slice(1)}.graphql` !== file) throw new Error(`${file} is named after its operation, ${name}.`);
  const body = print(document);
  return { id: createHash('sha256').update(body).digest('hex'), name, type: operation.operation, body };
}
