import { readdirSync, readFileSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { dispatch, register, sign } from '@chancery/circuit';
import { type Transfer, Transfers, toldBy } from '@chancery/trust';
import { ulid } from 'ulid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { largestFile } from '../../kit/filePlaces.ts';
import { attach, type FileHeard, getFile, putFile, sha256Of } from '../../kit/files.ts';
import { rowsOf } from '../../kit/rows.ts';
import { drafted } from '../../kit/walks.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
const PIECE = 64 * 1024 + 16;

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterAll(() => circuit?.close());

const folderOf = (name: 'justice' | 'finance') => circuit.services.files(name).folder;
const stored = (name: 'justice' | 'finance' = 'justice') =>
  readdirSync(folderOf(name), { recursive: true, encoding: 'utf8' }).filter((each) => statSync(join(folderOf(name), each)).isFile());
const bytesOf = (text: string, length = 300_000): Buffer => Buffer.alloc(length, text);

/** A file that a draft carries: its digest, and where its encrypted bytes lie. */
async function carried(
  text: string,
): Promise<{ readonly id: string; readonly sha256: string; readonly path: string; readonly bytes: Buffer }> {
  const { id } = await drafted(circuit.desk());
  const bytes = bytesOf(text);
  const { sha256 } = (await putFile(circuit, clerk, bytes)).file;
  expect(await attach(circuit, clerk, id, sha256, 'Annex.txt')).toBeUndefined();
  const [row] = await rowsOf<{ place: string }>(circuit.databaseUrl('justice'), `SELECT place FROM file WHERE sha256 = '${sha256}'`);
  return { id, sha256, path: join(folderOf('justice'), row?.place ?? ''), bytes };
}

const part = (sha256: string, range: string): Promise<FileHeard> => getFile(circuit, clerk, sha256, { headers: { range } });

describe('who reaches the disk of a perimeter (§4.11)', () => {
  const spoilings: readonly (readonly [string, (path: string) => void])[] = [
    ['cuts it within a piece', (path) => truncateSync(path, 3 * PIECE + 5)],
    ['cuts it between two pieces', (path) => truncateSync(path, 3 * PIECE)],
    ['empties it', (path) => truncateSync(path, 0)],
    ['takes it away', (path) => unlinkSync(path)],
    ['adds to it', (path) => writeFileSync(path, Buffer.concat([readFileSync(path), readFileSync(path).subarray(0, PIECE)]))],
    [
      'turns one bit',
      (path) => {
        const bytes = readFileSync(path);
        bytes[3 * PIECE + 9] = (bytes[3 * PIECE + 9] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
    [
      'puts one piece in the place of another',
      (path) => {
        const bytes = readFileSync(path);
        bytes.copyWithin(3 * PIECE, 2 * PIECE, 3 * PIECE);
        writeFileSync(path, bytes);
      },
    ],
  ];
  test.each(spoilings)('and %s gives nobody a file that is not the one', async (what, spoil) => {
    const { sha256, path, bytes } = await carried(what);
    spoil(path);
    const whole = await getFile(circuit, clerk, sha256).catch((error: unknown) => error);
    // What was added behind the end is never read.
    if (what === 'adds to it') expect((whole as FileHeard).bytes.equals(bytes)).toBe(true);
    else expect(whole instanceof Error || (whole as FileHeard).status === 503).toBe(true);
    const behind = await part(sha256, 'bytes=200000-200009').catch((error: unknown) => error);
    if (what !== 'adds to it') expect(behind instanceof Error || (behind as FileHeard).status === 503).toBe(true);
  });

  test('and swaps two files, or the rows of them, gives nobody either', async () => {
    const [one, other] = [await carried('one'), await carried('other')];
    const [first, second] = [readFileSync(one.path), readFileSync(other.path)];
    writeFileSync(one.path, second);
    writeFileSync(other.path, first);
    const gives = async (sha256: string) =>
      getFile(circuit, clerk, sha256).then(
        ({ status }) => status,
        () => 'broken',
      );
    expect([503, 'broken']).toContain(await gives(one.sha256));
    expect([503, 'broken']).toContain(await gives(other.sha256));
    // Bytes and rows fit together again, but the keys are those of other rows.
    const give = (place: string, sha256: string) =>
      rowsOf(circuit.databaseUrl('justice'), `UPDATE file SET place = '${place}' WHERE sha256 = '${sha256}'`);
    const [row] = await rowsOf<{ a: string; b: string }>(
      circuit.databaseUrl('justice'),
      `SELECT a.place AS a, b.place AS b FROM file a, file b WHERE a.sha256 = '${one.sha256}' AND b.sha256 = '${other.sha256}'`,
    );
    await give('aside', one.sha256);
    await give(row?.a ?? '', other.sha256);
    await give(row?.b ?? '', one.sha256);
    expect([503, 'broken']).toContain(await gives(other.sha256));
    expect([503, 'broken']).toContain(await gives(one.sha256));
  });
});

describe('parts of a file that are asked for in strange ways', () => {
  let sha256: string;
  let bytes: Buffer;
  beforeAll(async () => {
    ({ sha256, bytes } = await carried('Range.'));
  });

  test.each([
    'bytes=0-18446744073709551616',
    'bytes=9007199254740993-',
    'bytes=-9007199254740993',
    'bytes=-0',
    'bytes=0x10-0x20',
    'bytes=1e2-',
    'bytes= 5 - 9 ',
    'BYTES=0-4',
    'bytes=0-4,0-4,0-4',
    `bytes=${'0-0,'.repeat(60)}1-1`,
    `bytes=${'9'.repeat(5_000)}-`,
    'bytes=-',
    'bytes',
    'items=0-4',
    'bytes=4-2',
    'bytes=--5',
    'bytes=NaN-5',
  ])('%s is a part of it, all of it, or none', async (range) => {
    const answer = await part(sha256, range);
    const [, from, to, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers.get('content-range') ?? '') ?? [];
    if (answer.status === 206) {
      expect(Number(size)).toBe(bytes.length);
      expect(answer.bytes.equals(bytes.subarray(Number(from), Number(to) + 1))).toBe(true);
    } else if (answer.status === 416) expect(answer.bytes.length).toBe(0);
    else expect([answer.status, answer.bytes.equals(bytes)]).toEqual([200, true]);
  });
});

describe('who guesses, or has only heard of a file', () => {
  test('learns the same of every digest, near or far, with or without a document', async () => {
    const { sha256, id } = await carried('Guess.');
    const near = `${sha256.slice(0, -1)}${sha256.endsWith('0') ? '1' : '0'}`;
    const stranger = { institution: 'MOH', duty: 'CLERK' } as const;
    const asked = [
      sha256,
      near,
      'a'.repeat(64),
      `${sha256}?document=${id}`,
      `${near}?document=${id}`,
      `${sha256}?document=JUS:LegalOpinion:${ulid()}`,
    ];
    const heard = await Promise.all(asked.map((path) => getFile(circuit, stranger, path)));
    const told = heard.map(({ status, bytes }) => `${status} ${bytes}`);
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('FILE_NOT_FOUND');
  });

  test('has no file of a RESTRICTED document that came, without clearance, nor attaches it elsewhere', async () => {
    const desk = circuit.desk();
    const { id } = await drafted(desk, { facts: { access: 'RESTRICTED' } });
    const { sha256 } = (await putFile(circuit, clerk, bytesOf('Restricted.'))).file;
    await attach(circuit, clerk, id, sha256, 'Annex.txt');
    await sign(desk, 'JUS', id);
    await register(desk, 'JUS', id);
    const [sent] = await dispatch(desk, 'JUS', id, ['FIN']);
    const registrar = { institution: 'FIN', duty: 'REGISTRAR' } as const;
    await expect.poll(async () => (await getFile(circuit, registrar, sha256)).status, { timeout: 20_000 }).toBe(200);
    const uncleared = { institution: 'FIN', duty: 'CLERK' } as const;
    expect(await getFile(circuit, uncleared, sha256)).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' });
    expect(await getFile(circuit, uncleared, `${sha256}?document=${id}`)).toMatchObject({ status: 404 });
    const own = await drafted(circuit.desk(), { institution: 'FIN', kind: 'BudgetRequest' });
    expect(await attach(circuit, uncleared, own.id, sha256, 'Annex.txt')).toBe('FILE_NOT_FOUND');
    expect(sent?.id).toBeDefined();
    // Who wrote it and is not cleared either has lost it with the registration.
    expect(await getFile(circuit, clerk, sha256)).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' });
  });
});

describe('who sends much, or slowly', () => {
  const sockets: Socket[] = [];
  beforeEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** Begins an upload that never ends. */
  async function begin(token: string, sent: string): Promise<Socket> {
    const { hostname, port } = new URL(circuit.graphql);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(
      `PUT /files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: text/plain\r\ncontent-length: 5000000\r\n\r\n${sent}`,
    );
    return socket;
  }

  test('leaves room for others, and takes nothing with him when he goes', async () => {
    const before = stored().length;
    const token = await circuit.token(clerk);
    for (let n = 0; n < 70; n++) await begin(token, 'a'.repeat(70_000));
    // Three quarters of what is free: 48 of 64.
    await expect.poll(() => stored().length - before, { timeout: 20_000 }).toBe(48);
    expect(await putFile(circuit, clerk, bytesOf('One more.', 9))).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect((await putFile(circuit, { institution: 'FIN', duty: 'CLERK' }, bytesOf('Of another.', 12))).status).toBe(200);
    for (const socket of sockets.splice(0)) socket.destroy();
    await expect.poll(() => stored().length, { timeout: 20_000 }).toBe(before);
    // His places are free once the end of each upload is on record.
    await expect.poll(async () => (await putFile(circuit, clerk, bytesOf('Later.', 7))).status, { timeout: 10_000 }).toBe(200);
  }, 90_000);

  test('cannot fill the disk with what no document carries', async () => {
    const by = { institution: 'MOH', duty: 'CLERK' } as const;
    const sent: string[] = [];
    for (let n = 0; n < 5; n++) {
      const { status, file } = await putFile(circuit, by, bytesOf(`Large ${n}. `, largestFile));
      expect(status).toBe(200);
      sent.push(file.sha256);
    }
    expect(await putFile(circuit, by, bytesOf('One more.', 9))).toMatchObject({ status: 429, code: 'FILES_WAITING' });
    const { id } = await drafted(circuit.desk(), { institution: 'MOH', kind: 'LicenceNotice' });
    expect(await attach(circuit, by, id, sent[0] ?? '', 'Annex.txt')).toBeUndefined();
    expect((await putFile(circuit, by, bytesOf('One more.', 9))).status).toBe(200);
    await rowsOf(circuit.databaseUrl('health'), `UPDATE upload SET at = now() - interval '25 hours'`);
    expect((await putFile(circuit, by, bytesOf('Tomorrow.', 9))).status).toBe(200);
  }, 60_000);

  test('nor by sending all of it at once', async () => {
    const by = { institution: 'STA', duty: 'CLERK' } as const;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => putFile(circuit, by, bytesOf(`Side by side ${n}. `, largestFile))),
    );
    expect(answers.map(({ status, code }) => code ?? status).toSorted()).toEqual([
      ...Array(5).fill(200),
      ...Array(5).fill('FILES_WAITING'),
    ]);
    const [kept] = await rowsOf<{ count: number }>(circuit.databaseUrl('hosted'), 'SELECT count(*)::int AS count FROM file');
    expect(kept).toEqual({ count: 5 });
    expect(
      readdirSync(circuit.services.files('hosted').folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()),
    ).toHaveLength(5);
  }, 60_000);

  test('and stops sending is broken off after 30 s', async () => {
    const before = stored().length;
    const socket = await begin(await circuit.token(clerk), 'a'.repeat(100_000));
    await expect.poll(() => stored().length, { timeout: 5_000 }).toBe(before + 1);
    await expect.poll(() => socket.destroyed || socket.readyState !== 'open', { timeout: 40_000 }).toBe(true);
    await expect.poll(() => stored().length, { timeout: 5_000 }).toBe(before);
  }, 60_000);
});

describe('what claims to be a delivery', () => {
  const consignmentId = () => `FIN:${ulid()}`;
  const put = async (
    as: 'exchange' | 'justice' | 'gateway',
    sha256: string,
    size: number,
    body: Readable,
    type = 'text/plain',
  ): Promise<unknown> => {
    const transfers = new Transfers(circuit.identity(as), circuit.registry);
    const path = `/received-file?${new URLSearchParams({ consignmentId: consignmentId(), sha256, size: String(size), type })}`;
    const transfer: Transfer = { service: 'finance', path, body, caller: null, record: null, operation: 'carryFile', token: null };
    try {
      return await toldBy('finance', await transfers.carry(transfer));
    } catch (error) {
      return error;
    } finally {
      transfers.close();
    }
  };

  test('is taken from the exchange alone', async () => {
    const bytes = bytesOf('Forged.', 7);
    for (const as of ['justice', 'gateway'] as const)
      expect(await put(as, sha256Of(bytes), bytes.length, Readable.from([bytes]))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('is refused where it is not what the digest is of, and nothing of it stays', async () => {
    const before = stored('finance');
    const bytes = bytesOf('Right.', 6_000);
    const wrong = bytesOf('Wrong.', 6_000);
    expect(await put('exchange', sha256Of(bytes), wrong.length, Readable.from([wrong]))).toMatchObject({ code: 'BAD_INPUT' });
    expect(await put('exchange', sha256Of(bytes), bytes.length, Readable.from([bytes.subarray(1)]))).toMatchObject({ code: 'BAD_INPUT' });
    expect(await put('exchange', sha256Of(bytes), largestFile + 1, Readable.from([bytes]))).toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(await put('exchange', sha256Of(bytes), bytes.length, Readable.from([bytes]), 'text/html')).toMatchObject({
      code: 'FILE_TYPE_MISMATCH',
    });
    expect(stored('finance')).toEqual(before);
    expect(await put('exchange', sha256Of(bytes), bytes.length, Readable.from([bytes]))).toEqual({ isHere: true });
  });

  test('and does not end is broken off at the first byte too many', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (; ; await pause(1)) {
        given += 65_536;
        yield Buffer.alloc(65_536, 'Endless. ');
      }
    }
    expect(await put('exchange', 'a'.repeat(64), 100_000, Readable.from(endless(), { objectMode: false }))).toMatchObject({
      code: 'BAD_INPUT',
    });
    expect(given).toBeLessThan(largestFile / 2);
  });
});
