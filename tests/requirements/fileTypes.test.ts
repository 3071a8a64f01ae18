import { deflateRawSync, gzipSync } from 'node:zlib';
import { Refusal } from '@chancery/domain';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { typeOf } from '../../subgraphs/perimeter/files/mediaType.ts';
import { zipOf } from '../kit/archives.ts';

const documents = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const taken = new Set(['application/pdf', 'text/plain', 'image/png', 'application/zip', documents]);
const text = Buffer.from('Annex 1.\n');

test('the type of anything at all is told or refused, and soon (§4.11)', async () => {
  const seeds = [
    Buffer.from('%PDF-1.7\n1 0 obj\n'),
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    text,
    gzipSync(text),
    zipOf('word/a.xml', { method: 8, bytes: deflateRawSync(text), size: text.length }),
  ];
  const spoilt = fc
    .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }), fc.uint8Array({ maxLength: 200 }))
    .map(([seed, changes, tail]) => {
      const bytes = Buffer.concat([seed, tail]);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes;
    });
  await fc.assert(
    fc.asyncProperty(spoilt, async (bytes) => {
      const begun = performance.now();
      const told = await typeOf(null, bytes, taken).catch((error: unknown) => error);
      expect(typeof told === 'string' ? taken.has(told) : told instanceof Refusal).toBe(true);
      expect(performance.now() - begun).toBeLessThan(1_000);
    }),
    { numRuns: 300 },
  );
});
