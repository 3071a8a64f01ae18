import { readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { sign } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { largestFile } from '../../kit/filePlaces.ts';
import { attach, getFile, putFile, sha256Of } from '../../kit/files.ts';
import { rowsOf } from '../../kit/rows.ts';
import { drafted, signed } from '../../kit/walks.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
const stranger = { institution: 'FIN', duty: 'CLERK' } as const;
const text = Buffer.from('Annex 1. The court finds as follows.\n'.repeat(10_000));

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterAll(() => circuit?.close());

/** What lies in the content store of the Ministry of Justice. */
function stored(): readonly string[] {
  const { folder } = circuit.services.files('justice');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
}

const numbered = (n: number): Buffer => Buffer.from(`Annex ${n}, which nobody else has sent.\n`.repeat(50));

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

describe('who has no right to a file', () => {
  let sha256: string;
  let id: string;
  beforeAll(async () => {
    ({ sha256 } = (await putFile(circuit, clerk, numbered(1))).file);
    ({ id } = await drafted(circuit.desk()));
    await attach(circuit, clerk, id, sha256, 'Annex.txt');
  });

  test('hears the same of it as of one that does not exist', async () => {
    const [real, invented] = await Promise.all([sha256, 'f'.repeat(64)].map((each) => getFile(circuit, stranger, each)));
    const named = await getFile(circuit, stranger, `${sha256}?document=${id}`);
    for (const { status, code } of [real, invented, named].flatMap((each) => each ?? []))
      expect([status, code]).toEqual([404, 'FILE_NOT_FOUND']);
    expect(real?.bytes.equals(invented?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  test('cannot attach it by its digest alone: neither another institution nor another clerk', async () => {
    const theirs = await drafted(circuit.desk(), { institution: 'FIN', kind: 'BudgetRequest' });
    expect(await attach(circuit, stranger, theirs.id, sha256, 'Annex.txt')).toBe('FILE_NOT_FOUND');
    expect(await attach(circuit, stranger, id, sha256, 'Mine.txt')).toBe('DOCUMENT_NOT_FOUND');
    const own = await drafted(circuit.desk());
    expect(await attach(circuit, clerk, own.id, 'f'.repeat(64), 'Annex.txt')).toBe('FILE_NOT_FOUND');
  });

  test('may not send one without the duty of a clerk, nor without signing in', async () => {
    expect(await putFile(circuit, { institution: 'JUS', duty: 'REGISTRAR' }, text)).toMatchObject({ status: 403, code: 'DUTY_REQUIRED' });
    expect(await putFile(circuit, null, text)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await getFile(circuit, null, sha256)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(await getFile(circuit, { institution: 'JUS', duty: 'SECURITY_OFFICER' }, sha256)).toMatchObject({
      status: 403,
      code: 'DUTY_REQUIRED',
    });
  });

  test('attaches it while he has sent it himself within a day, or a document that he may read carries it', async () => {
    const { file } = await putFile(circuit, clerk, numbered(2));
    const waited = `UPDATE upload SET at = now() - interval '25 hours' WHERE sha256 = '${file.sha256}'`;
    await rowsOf(circuit.databaseUrl('justice'), waited);
    const own = await drafted(circuit.desk());
    expect(await attach(circuit, clerk, own.id, file.sha256, 'Annex.txt')).toBe('FILE_NOT_FOUND');
    await rowsOf(circuit.databaseUrl('justice'), waited.replace(file.sha256, sha256));
    expect(await attach(circuit, clerk, own.id, sha256, 'Annex.txt')).toBeUndefined();
  });
});

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

describe('what is on record and at rest (§4.11, §10.1)', () => {
  test('the same content twice is stored once, and unreadable', async () => {
    const before = stored();
    const bytes = numbered(4);
    const sent = await Promise.all([1, 2, 3, 4].map(() => putFile(circuit, clerk, bytes)));
    expect(sent.map(({ status, message }) => [status, message])).toEqual(Array.from({ length: 4 }, () => [200, '']));
    const added = stored().filter((name) => !before.includes(name));
    expect(added).toHaveLength(1);
    expect(added[0]).toMatch(new RegExp(`^JUS/${sha256Of(bytes).slice(0, 2)}/${sha256Of(bytes)}\\.`));
    expect(readFileSync(join(circuit.services.files('justice').folder, added[0] ?? '')).includes('Annex')).toBe(false);
  });

  test('every upload and every download is on the audit trail, whoever asked and however it ended', async () => {
    const { file } = await putFile(circuit, clerk, numbered(5));
    const { id } = await drafted(circuit.desk());
    await attach(circuit, clerk, id, file.sha256, 'Annex.txt');
    await getFile(circuit, clerk, `${file.sha256}?document=${id}`);
    await getFile(circuit, stranger, `${file.sha256}?document=${id}`);
    await putFile(circuit, clerk, Buffer.from('%PDF-1.7\n'), 'text/plain');
    await getFile(circuit, null, file.sha256);
    const acts = `SELECT e.act, coalesce(c.outcome, e.outcome) AS outcome, coalesce(c.code, e.code) AS code, e.institution, coalesce(c.documents, e.documents) AS documents
      FROM audit_entry e LEFT JOIN audit_closing c ON c.entry = e.id WHERE e.place = 'gateway' AND e.act IN ('uploadFile', 'downloadFile') ORDER BY e.id`;
    const rows = () => rowsOf<object>(circuit.databaseUrl('audit'), acts);
    await expect
      .poll(async () => (await rows()).slice(-5), { timeout: 5_000 })
      .toEqual([
        { act: 'uploadFile', outcome: 'DONE', code: null, institution: 'JUS', documents: [] },
        { act: 'downloadFile', outcome: 'DONE', code: null, institution: 'JUS', documents: [id] },
        { act: 'downloadFile', outcome: 'REFUSED', code: 'FILE_NOT_FOUND', institution: 'FIN', documents: [] },
        { act: 'uploadFile', outcome: 'REFUSED', code: 'FILE_TYPE_MISMATCH', institution: 'JUS', documents: [] },
        { act: 'downloadFile', outcome: 'REFUSED', code: 'UNAUTHENTICATED', institution: null, documents: [] },
      ]);
  });
});
