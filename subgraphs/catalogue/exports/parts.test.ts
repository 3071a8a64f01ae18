import { describe, expect, test } from 'vitest';
import { catalogueExports } from '../../../tests/kit/catalogueExports.ts';
import { begin, fetched } from '../../../tests/kit/madeExports.ts';

const desk = catalogueExports();

describe('a part of an export', () => {
  const begun = async () => {
    await desk.keepMany(40);
    const exports = desk.made();
    const id = await begin(exports, desk.clerk, desk.order({ format: 'NDJSON' }));
    await desk.ended(exports, desk.clerk, id).toBe('FINISHED');
    const whole = await fetched(exports, desk.clerk, id);
    return { exports, id, whole, tag: `"${whole.headers['export-sha256']}"` };
  };

  test('is given as it is asked for, of the file that the asker began with', async () => {
    const { exports, id, whole, tag } = await begun();
    const size = whole.bytes.length;
    const part = await fetched(exports, desk.clerk, id, { range: 'bytes=100-199', 'if-range': tag });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': `bytes 100-199/${size}`, 'content-length': '100' } });
    expect(part.bytes.equals(whole.bytes.subarray(100, 200))).toBe(true);
    expect((await fetched(exports, desk.clerk, id, { range: 'bytes=100-199', 'if-range': '"another"' })).status).toBe(200);
    expect((await fetched(exports, desk.clerk, id, { range: `bytes=${size}-` })).status).toBe(416);
    for (const nonsense of ['bytes=', 'lines=1-2', 'bytes=9-1', 'bytes=0-1,5-6', 'bytes=-', 'x'.repeat(500)]) {
      const { bytes } = await fetched(exports, desk.clerk, id, { range: nonsense });
      expect(bytes.length === size || bytes.length === 0).toBe(true);
    }
    expect((await fetched(exports, desk.clerk, id, { 'if-none-match': `W/${tag}` })).status).toBe(304);
    expect(await fetched(exports, desk.clerk, id, { head: '' })).toMatchObject({
      status: 200,
      headers: { 'export-size': String(size) },
      bytes: Buffer.alloc(0),
    });
  });

  test('across pieces is whole', async () => {
    const { exports, id } = await begun();
    const pieces = [Buffer.alloc(1024 * 1024, 'a'), Buffer.alloc(1024 * 1024, 'b'), Buffer.from('c')];
    await desk.owner.$executeRaw`DELETE FROM export_part`;
    for (const [number, bytes] of pieces.entries())
      await desk.owner.$executeRaw`INSERT INTO export_part VALUES (${id}, ${number}, ${bytes})`;
    await desk.owner.$executeRaw`UPDATE export SET size = ${2 * 1024 * 1024 + 1}`;
    const all = Buffer.concat(pieces);
    expect((await fetched(exports, desk.clerk, id)).bytes.equals(all)).toBe(true);
    const { bytes } = await fetched(exports, desk.clerk, id, { range: `bytes=${1024 * 1024 - 1}-${2 * 1024 * 1024}` });
    expect(bytes.equals(all.subarray(1024 * 1024 - 1))).toBe(true);
  });
});
