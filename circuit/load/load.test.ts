import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '@chancery/domain';
import { expect, test } from 'vitest';
import { batchesOf } from './batches.ts';
import { load } from './load.ts';
import type { LoadedDocument } from './loaded.ts';

const aDocument = (institution: string, index: number, title = 'On fees'): LoadedDocument => ({
  at: 'documents.csv.gz:2',
  institution,
  document: { kind: 'AgencyRule', reference: `${institution}-${index}`, title, documentDate: '2016-04-15' },
});

test('documents are put together by institution, 500 at most, a million characters at most, each once', () => {
  const documents = [
    ...Array.from({ length: 1_100 }, (_, index) => aDocument(index % 2 ? 'FAA' : 'EPA', index)),
    ...Array.from({ length: 5 }, (_, index) => aDocument('DOS', index, 'x'.repeat(400_000))),
  ];
  const batches = batchesOf(documents);

  expect(batches.map(({ institution, documents: { length } }) => [institution, length])).toEqual([
    ['EPA', 500],
    ['EPA', 50],
    ['FAA', 500],
    ['FAA', 50],
    ['DOS', 2],
    ['DOS', 2],
    ['DOS', 1],
  ]);
  expect(new Set(batches.flatMap((batch) => batch.documents)).size).toBe(documents.length);
});

test('a load that is stopped finishes what is on its way, and begins nothing more', async () => {
  const stopping = new AbortController();
  const sent: unknown[] = [];
  const ask = async (_service: string, _query: string, { input }: { readonly input: { readonly documents: readonly unknown[] } }) => {
    sent.push(...input.documents);
    if (sent.length === 2) stopping.abort();
    return { importDocuments: { imported: input.documents.length - 1 } };
  };
  const batches = batchesOf(Array.from({ length: 3 }, (_, index) => aDocument(`AA${index}`, index)));
  const options = { client: { ask: ask as never }, source: 'test', batches, serverOf: () => 'hosted', atOnce: 2, signal: stopping.signal };

  expect(await load(options)).toEqual({ imported: 0, known: 2 });
  expect(sent).toHaveLength(2);
});

test('a load of which something is refused begins nothing more, and ends with what is on its way', async () => {
  const begun: string[] = [];
  let onItsWay = 0;
  const ask = async (_service: string, _query: string, { input }: { readonly input: { readonly institution: string } }) => {
    begun.push(input.institution);
    onItsWay += 1;
    try {
      if (begun.length === 1) throw new Refusal('KIND_NOT_OFFERED');
      await pause(20);
      return { importDocuments: { imported: 1 } };
    } finally {
      onItsWay -= 1;
    }
  };
  const batches = batchesOf(Array.from({ length: 12 }, (_, index) => aDocument(`AA${index}`, index)));
  const options = { client: { ask: ask as never }, source: 'test', batches, serverOf: () => 'hosted', atOnce: 2 };

  await expect(load(options)).rejects.toMatchObject({ code: 'KIND_NOT_OFFERED' });
  expect([begun.length, onItsWay]).toEqual([2, 0]);
  await pause(60);
  expect(begun).toHaveLength(2);
});
