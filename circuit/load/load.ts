import type { ServiceClient } from '@chancery/trust';
import { patiently } from '../client/command.ts';
import { sideBySide } from '../client/sideBySide.ts';
import type { InstitutionSeed, OfficialSeed } from '../seeds/institutions.ts';
import type { Batch } from './batches.ts';

/** How a load stands. */
export interface LoadTally {
  readonly imported: number;
  /** Found entered by an earlier load. */
  readonly known: number;
}

export interface LoadOptions {
  readonly client: Pick<ServiceClient, 'ask'>;
  /** Where the documents come from. */
  readonly source: string;
  readonly batches: readonly Batch[];
  /** The service that answers for an institution. */
  serverOf(institution: string): string;
  /** How many batches are on their way at a time. */
  readonly atOnce: number;
  /** No batch is begun after it; those on their way are finished. */
  readonly signal?: AbortSignal;
  onProgress?(tally: LoadTally): void;
}

const mutation = `mutation ImportDocuments($input: ImportDocumentsInput!) { importDocuments(input: $input) { imported } }`;
const timeoutMs = 60_000;

/** §6.7 Has batches entered by the perimeters whose they are, side by side. What is there already is left as it is, so that a load that broke off goes on. */
export async function load({ client, source, batches, serverOf, atOnce, signal, onProgress }: LoadOptions): Promise<LoadTally> {
  const tally = { imported: 0, known: 0 };
  await sideBySide(batches, atOnce, signal, async ({ institution, documents }) => {
    const input = { institution, source, documents };
    const { importDocuments } = await patiently(() =>
      client.ask<{ importDocuments: { imported: number } }>(serverOf(institution), mutation, { input }, { timeoutMs }),
    );
    tally.imported += importDocuments.imported;
    tally.known += documents.length - importDocuments.imported;
    onProgress?.(tally);
  });
  return tally;
}

/** §2.7 The account that stands as the author of what an institution has entered: it holds no duty, and nobody signs in to it. */
export const importers = (institutions: readonly InstitutionSeed[]): readonly OfficialSeed[] =>
  institutions.map(({ code, name }) => ({
    id: `${code}:system.import`,
    name: `Documents of ${name} from before`,
    institution: code,
    clearance: false,
    duties: [],
  }));
