import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { circuit } from '../../../kit/circuitOfFile.ts';
import { largestFile } from '../../../kit/filePlaces.ts';
import { attach, getFile, putFile } from '../../../kit/files.ts';
import { rowsOf } from '../../../kit/rows.ts';
import { drafted } from '../../../kit/walks.ts';
import { clerk, numbered, stored } from './annexes.ts';

/** Names, contents and addresses that are none. */
export function badInput(): void {
  describe('bad input', () => {
    let id: string;
    let sha256: string;
    beforeAll(async () => {
      ({ id } = await drafted(circuit.desk()));
      ({ sha256 } = (await putFile(circuit, clerk, numbered(3))).file);
    });

    test.each([
      ['../../etc/passwd', 'FILE_NAME_INVALID'],
      ['..\\boot.ini', 'FILE_NAME_INVALID'],
      ['a\u2215b.pdf', 'FILE_NAME_INVALID'],
      ['nul.txt', 'FILE_NAME_INVALID'],
      ['invoice\u202efdp.exe', 'CONTROL_CHARACTERS'],
      ['x'.repeat(300), 'TEXT_TOO_LONG'],
      ['', 'BAD_INPUT'],
    ])('a file is not carried under the name %j', async (name, code) => {
      expect(await attach(circuit, clerk, id, sha256, name)).toBe(code);
    });

    test('a document carries no two names that look the same, and 50 files at most', async () => {
      expect(await attach(circuit, clerk, id, sha256, 'Annex 1.txt')).toBeUndefined();
      expect(await attach(circuit, clerk, id, sha256, 'ANNEX 1.TXT')).toBe('FILE_NAME_TAKEN');
      for (let n = 2; n <= 50; n++) expect(await attach(circuit, clerk, id, sha256, `Annex ${n}.txt`)).toBeUndefined();
      expect(await attach(circuit, clerk, id, sha256, 'Annex 51.txt')).toBe('TOO_MANY_FILES');
      const query =
        'query Page($id: ID!, $after: String) { document(id: $id) { files(first: 30, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } } } }';
      type Page = { document: { files: { edges: { node: { name: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } };
      const first = (await circuit.ask<Page>(query, { id }, { as: clerk })).data?.document.files;
      const second = (await circuit.ask<Page>(query, { id, after: first?.pageInfo.endCursor }, { as: clerk })).data?.document.files;
      const names = [first, second].flatMap((page) => page?.edges.map(({ node }) => node.name) ?? []);
      expect([first?.edges.length, second?.edges.length, second?.pageInfo.hasNextPage, new Set(names).size]).toEqual([30, 20, false, 50]);
    });

    test('files whose names no two computers put in one order are each on one page', async () => {
      const own = await drafted(circuit.desk());
      const names = ['Annex.txt', '\uff22nnex.txt', '\u{1f4ce} annex.txt', '\u{20000}.txt'];
      for (const name of names) expect(await attach(circuit, clerk, own.id, sha256, name)).toBeUndefined();
      const query =
        'query Page($id: ID!, $after: String) { document(id: $id) { files(first: 1, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } } } }';
      type Page = { document: { files: { edges: { node: { name: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } };
      const seen: string[] = [];
      for (let after: string | undefined, more = true; more; ) {
        const page = (await circuit.ask<Page>(query, { id: own.id, after }, { as: clerk })).data?.document.files;
        seen.push(...(page?.edges.map(({ node }) => node.name) ?? []));
        after = page?.pageInfo.endCursor;
        more = page?.pageInfo.hasNextPage === true;
      }
      expect(seen.toSorted()).toEqual(names.toSorted());
    });

    test('a name in other letters reaches a browser whole, and harms no header', async () => {
      const own = await drafted(circuit.desk());
      await attach(circuit, clerk, own.id, sha256, "Додаток № 1 'копія'.txt");
      const { headers } = await getFile(circuit, clerk, `${sha256}?document=${own.id}`);
      const said = headers.get('content-disposition') ?? '';
      expect(said).toMatch(/^attachment; filename="[ -~]+"; filename\*=UTF-8''[\w%.!~*'()-]+$/);
      expect(decodeURIComponent(/filename\*=UTF-8''(.+)$/.exec(said)?.[1] ?? '')).toBe("Додаток № 1 'копія'.txt");
    });

    test.each([
      ['is said to be another', Buffer.from('%PDF-1.7\n'), 'text/plain', 415, 'FILE_TYPE_MISMATCH'],
      ['runs in browsers', Buffer.from('<!doctype html><script>1</script>'), 'text/html', 415, 'FILE_TYPE_MISMATCH'],
      ['is of no type', Buffer.from('abc'), 'text', 400, 'BAD_INPUT'],
      ['is too large', Buffer.alloc(largestFile + 1, 'a'), 'text/plain', 413, 'FILE_TOO_LARGE'],
      ['is empty', Buffer.alloc(0), 'text/plain', 400, 'BAD_INPUT'],
    ])('a file that %s is refused, and nothing of it stays', async (_what, bytes, type, status, code) => {
      const before = stored();
      expect(await putFile(circuit, clerk, bytes, type)).toMatchObject({ status, code });
      expect(stored()).toEqual(before);
    });

    test('one that is too large without saying so is refused once it is', async () => {
      const before = stored();
      let left = largestFile / 65_536 + 50;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (left-- > 0) controller.enqueue(new Uint8Array(65_536).fill(97));
          else controller.close();
        },
      });
      expect(await putFile(circuit, clerk, body)).toMatchObject({ status: 413, code: 'FILE_TOO_LARGE' });
      expect(stored()).toEqual(before);
    });

    test('one that breaks off leaves nothing, in the store or in the tables', async () => {
      const before = stored();
      const rows = () => rowsOf(circuit.databaseUrl('justice'), 'SELECT count(*) FROM file');
      const counted = await rows();
      const { hostname, port } = new URL(circuit.graphql);
      const token = await circuit.token(clerk);
      const socket = connect(Number(port), hostname);
      socket.write(
        `PUT /files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: text/plain\r\ncontent-length: 1000000\r\n\r\n${'a'.repeat(500_000)}`,
      );
      await expect.poll(() => stored().length, { timeout: 5_000 }).toBe(before.length + 1);
      socket.destroy();
      await expect.poll(() => stored().length, { timeout: 5_000 }).toBe(before.length);
      expect(await rows()).toEqual(counted);
    });

    test.each(['', '..%2f..%2fetc%2fpasswd', '../../healthz/../files/x', 'A'.repeat(64), `${'a'.repeat(64)}%00`, 'x'.repeat(5_000)])(
      '/files/%s is no file',
      async (path) => {
        const { status } = await getFile(circuit, clerk, path);
        expect([404, 405]).toContain(status);
      },
    );

    test('nothing else is done with files', async () => {
      const { status } = await getFile(circuit, clerk, sha256, { method: 'DELETE' });
      expect(status).toBe(405);
    });
  });
}
