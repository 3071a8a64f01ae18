import { readFileSync } from 'node:fs';

export { publicGraph } from './publicGraph.ts';

/** The perimeter standard: the SDL that every institution serves. */
export const perimeterSdl: string = readFileSync(new URL('./perimeter.graphql', import.meta.url), 'utf8');

/** Where the composed supergraph is kept. `npm run compose` writes it, nobody edits it. */
export const supergraphFile: URL = new URL('./supergraph.graphql', import.meta.url);

/** The composed supergraph as it is committed. */
export const readSupergraph = (): string => readFileSync(supergraphFile, 'utf8');

/** Where the published operations are written, one in a file. */
export const operationsFolder: URL = new URL('./operations/', import.meta.url);

/** Where they are kept by their hashes. `npm run operations` writes it, nobody edits it. */
export const manifestFile: URL = new URL('./operations/manifest.json', import.meta.url);

/** An operation that the exchange has published. §1.6 */
export interface TrustedOperation {
  /** SHA-256 of the body, in hexadecimal. */
  readonly id: string;
  readonly name: string;
  readonly type: 'query' | 'mutation';
  readonly body: string;
}

/** The published operations, in the format of Apollo's persisted query manifests. */
export interface OperationManifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly version: 1;
  readonly operations: readonly TrustedOperation[];
}

/** The operations that the exchange has published, as the manifest is committed. */
export const trustedOperations = (): readonly TrustedOperation[] =>
  (JSON.parse(readFileSync(manifestFile, 'utf8')) as OperationManifest).operations;
