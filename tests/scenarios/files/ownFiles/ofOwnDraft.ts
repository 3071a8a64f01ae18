import { sign } from '@chancery/circuit';
import { beforeAll, describe, expect, test } from 'vitest';
import { circuit } from '../../../kit/circuitOfFile.ts';
import { attach, getFile, putFile, sha256Of } from '../../../kit/files.ts';
import { drafted, signed } from '../../../kit/walks.ts';
import { clerk, text } from './annexes.ts';

/** How a file is sent, attached to a draft, and fetched again in whole or in part. */
export function ofOwnDraft(): void {
  describe('a file of an own draft (§4.10, §3.12)', () => {
    let id: string;
    let sha256: string;
    beforeAll(async () => {
      ({ id } = await drafted(circuit.desk()));
      ({ sha256 } = (await putFile(circuit, clerk, text)).file);
    });

    test('is answered by its digest, its size and its type', async () => {
      const { status, file } = await putFile(circuit, clerk, text, 'text/plain; charset=utf-8');
      expect({ status, file }).toEqual({ status: 200, file: { sha256: sha256Of(text), size: text.length, mediaType: 'text/plain' } });
    });

    test('comes also without a word of what it is and how long it will be', async () => {
      const body = new Blob([text]).stream();
      const { status, file } = await putFile(circuit, clerk, body, null);
      expect({ status, file }).toEqual({ status: 200, file: { sha256: sha256Of(text), size: text.length, mediaType: 'text/plain' } });
    });

    test('is for nobody to fetch before a document carries it, not even for who sent it', async () => {
      expect(await getFile(circuit, clerk, sha256)).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' });
    });

    test('is attached, listed by name, and fetched byte for byte', async () => {
      expect(await attach(circuit, clerk, id, sha256, 'Annex 1.txt')).toBeUndefined();
      const query = 'query Files($id: ID!) { document(id: $id) { files { edges { node { name sha256 size mediaType } } } } }';
      const { data, errors } = await circuit.ask(query, { id }, { as: clerk });
      expect(errors).toEqual([]);
      const node = { name: 'Annex 1.txt', sha256, size: text.length, mediaType: 'text/plain' };
      expect(data).toEqual({ document: { files: { edges: [{ node }] } } });

      const { status, bytes, headers } = await getFile(circuit, clerk, sha256);
      expect(status).toBe(200);
      expect(bytes.equals(text)).toBe(true);
      expect(Object.fromEntries(headers)).toMatchObject({
        etag: `"${sha256}"`,
        'accept-ranges': 'bytes',
        'content-type': 'text/plain',
        'content-length': String(text.length),
        'content-disposition': 'attachment; filename="Annex 1.txt"',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
        'content-security-policy': "default-src 'none'; sandbox",
      });
    });

    test('is told of without a byte of it by HEAD, and to who has it already', async () => {
      const head = await getFile(circuit, clerk, sha256, { method: 'HEAD' });
      expect([head.status, head.bytes.length, head.headers.get('content-length')]).toEqual([200, 0, String(text.length)]);
      for (const tag of [`"${sha256}"`, `"x", W/"${sha256}"`, '*']) {
        const known = await getFile(circuit, clerk, sha256, { headers: { 'if-none-match': tag } });
        expect([tag, known.status, known.bytes.length]).toEqual([tag, 304, 0]);
      }
      expect((await getFile(circuit, clerk, sha256, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    });

    test.each([
      ['bytes=0-0', 206, 0, 1],
      ['bytes=65535-65536', 206, 65_535, 65_537],
      ['bytes=-37', 206, text.length - 37, text.length],
      [`bytes=${text.length - 1}-`, 206, text.length - 1, text.length],
      ['bytes=100000-299999', 206, 100_000, 300_000],
      ['bytes=0-1,5-6', 200, 0, text.length],
      ['bytes=5-1', 200, 0, text.length],
      [`bytes=${text.length}-`, 416, 0, 0],
    ])('answers %s with %i', async (range, status, from, to) => {
      const answer = await getFile(circuit, clerk, sha256, { headers: { range } });
      expect(answer.status).toBe(status);
      expect(answer.bytes.equals(text.subarray(from, to))).toBe(true);
      const said = { 206: `bytes ${from}-${to - 1}/${text.length}`, 416: `bytes */${text.length}` }[status] ?? null;
      expect(answer.headers.get('content-range')).toBe(said);
    });

    test('is answered in parts only of the file that the asker began with', async () => {
      const part = (tag: string) => getFile(circuit, clerk, sha256, { headers: { range: 'bytes=0-0', 'if-range': tag } });
      expect((await part(`"${sha256}"`)).status).toBe(206);
      expect((await part('"another"')).status).toBe(200);
    });

    test('is there under the document that is named, and under no other', async () => {
      const other = await drafted(circuit.desk());
      expect((await getFile(circuit, clerk, `${sha256}?document=${id}`)).status).toBe(200);
      expect(await getFile(circuit, clerk, `${sha256}?document=${other.id}`)).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' });
      expect(await getFile(circuit, clerk, `${sha256}?document=no-document`)).toMatchObject({ status: 400, code: 'MALFORMED_ID' });
    });

    test('is covered by the signature: none is added afterwards (§5.10)', async () => {
      const desk = circuit.desk();
      const document = await drafted(desk);
      await attach(circuit, clerk, document.id, sha256, 'Annex.txt');
      await sign(desk, 'JUS', document.id);
      expect(await attach(circuit, clerk, document.id, sha256, 'Another.txt')).toBe('DOCUMENT_NOT_DRAFT');
      const bare = await signed(circuit.desk());
      const digests =
        'query D($a: ID!, $b: ID!) { a: document(id: $a) { signatures { digest } } b: document(id: $b) { signatures { digest } } }';
      const { errors } = await circuit.ask(digests, { a: document.id, b: bare.id }, { as: clerk });
      expect(errors).toEqual([]);
    });
  });
}
