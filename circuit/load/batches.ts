import { LARGEST_IMPORT } from '@chancery/domain';
import type { LoadedDocument } from './loaded.ts';

/** What is entered together: documents of one institution. */
export interface Batch {
  readonly institution: string;
  readonly documents: readonly LoadedDocument['document'][];
}

/** About how many characters a batch has: what it tells its followers is one event. */
const LARGEST_BATCH = 1_000_000;

/** Puts documents together by their institutions, as many at a time as one import takes; the same documents make the same batches. */
export function batchesOf(documents: readonly LoadedDocument[]): readonly Batch[] {
  return [...Map.groupBy(documents, ({ institution }) => institution)].flatMap(([institution, own]) => parts(institution, own));
}

function parts(institution: string, own: readonly LoadedDocument[]): readonly Batch[] {
  const batches: Batch[] = [];
  let documents: LoadedDocument['document'][] = [];
  let size = 0;
  const close = () => {
    if (documents.length > 0) batches.push({ institution, documents });
    documents = [];
    size = 0;
  };
  for (const { document } of own) {
    const weight = JSON.stringify(document).length;
    if (documents.length === LARGEST_IMPORT || size + weight > LARGEST_BATCH) close();
    documents.push(document);
    size += weight;
  }
  close();
  return batches;
}
