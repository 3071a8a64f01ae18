import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { dispatch, register, type Sent, sign } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { attach, type FileHeard, getFile, putFile, sha256Of } from '../../kit/files.ts';
import { rowsOf } from '../../kit/rows.ts';
import { sideBySide } from '../../kit/sideBySide.ts';
import { drafted, type Walk } from '../../kit/walks.ts';

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const isThere = existsSync(data);
const LETTERS = 30;

test.runIf(!isThere)('the public data are there', ({ skip }) => {
  if (process.env.CI) throw new Error(`${data} is missing; in CI it must be there.`);
  skip('../shared/data is not there: nothing to send.');
});

interface Letter {
  readonly head: string;
  readonly body: string;
}
interface Named {
  readonly name: string;
  readonly bytes: Buffer;
  readonly type: string;
}

const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterAll(() => circuit?.close());

/** Sends a document with files, until it is delivered. */
async function send(
  walk: Walk & { readonly institution: string },
  files: readonly Named[],
): Promise<Sent & { readonly documentId: string }> {
  const desk = circuit.desk();
  const { institution } = walk;
  const by = { institution, duty: 'CLERK' } as const;
  const { id } = await drafted(desk, walk);
  for (const { name, bytes, type } of files) {
    const { file, message } = await sent(() => putFile(circuit, by, bytes, type));
    expect(message).toBe('');
    // What was done though its answer did not come is done: then the name is there.
    await expect.poll(() => attach(circuit, by, id, file.sha256, name), { timeout: 20_000 }).toBeOneOf([undefined, 'FILE_NAME_TAKEN']);
  }
  await sign(desk, institution, id);
  await register(desk, institution, id);
  const [consignment] = await dispatch(desk, institution, id, ['FIN']);
  if (consignment === undefined) throw new Error('The dispatch has no consignment.');
  await expect.poll(async () => (await copyOf(consignment.id))?.state, { timeout: 90_000 }).toBe('DELIVERED');
  return { ...consignment, documentId: id };
}

/** Sends a file, or asks for one, again while the audit trail, or the perimeter, does not answer in time: nothing was kept then, or the same once. */
async function sent(put: () => Promise<FileHeard>): Promise<FileHeard> {
  let heard = await put();
  for (let again = 0; heard.status === 503 && again < 20; again++) {
    // One that has let others wait is left alone for two seconds.
    await pause(200);
    heard = await put();
  }
  return heard;
}

const copy = 'query Copy($id: ID!) { consignment(id: $id) { state attempts { outcome } copy { files { name sha256 size mediaType } } } }';
type Copy = {
  consignment: { state: string; attempts: { outcome: string }[]; copy: { files: { name: string; sha256: string; size: number }[] } };
};
const copyOf = async (id: string) => (await circuit.ask<Copy>(copy, { id }, { as: recipient })).data?.consignment;

describe.runIf(isThere)('real letters and attachments (§7.13)', () => {
  test(`${LETTERS} letters arrive with their text as a file, every byte`, async () => {
    const letters = gunzipSync(readFileSync(join(data, 'letters/letters.jsonl.gz')))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    const chosen = Array.from(
      { length: LETTERS },
      (_, i) => JSON.parse(letters[Math.floor((i * letters.length) / LETTERS)] ?? '') as Letter,
    );
    await sideBySide(6, chosen, async ({ head, body }) => {
      const bytes = Buffer.from(body);
      const walk = { institution: 'NAR', kind: 'OfficialLetter', facts: { title: head.slice(0, 400), body } };
      const { id } = await send(walk, [{ name: 'letter.txt', bytes, type: 'text/plain' }]);
      const got = await sent(() => getFile(circuit, recipient, sha256Of(bytes)));
      expect([got.status, got.code, got.bytes.equals(bytes)], head).toEqual([200, undefined, true]);
      expect((await copyOf(id))?.copy.files).toEqual([
        { name: 'letter.txt', sha256: sha256Of(bytes), size: bytes.length, mediaType: 'text/plain' },
      ]);
    });
  }, 240_000);

  test('attachments arrive, every byte, also one that viewers do not show; and the author need not answer any more', async () => {
    const folder = join(data, 'pdfs');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.pdf') && !name.includes('gzip'),
    );
    const files = names.map((name) => ({
      name: name.replace('awkward/', ''),
      bytes: readFileSync(join(folder, name)),
      type: 'application/pdf',
    }));
    expect(files.length).toBe(10);
    const { id, documentId } = await send({ institution: 'JUS' }, files);
    expect((await copyOf(id))?.copy.files.map(({ name }) => name)).toEqual(files.map(({ name }) => name).toSorted());
    // The same document, by the author's word: its recipient reads the author's files too.
    const [first] = files;
    const ofAuthor = await getFile(circuit, recipient, `${sha256Of(first?.bytes ?? Buffer.alloc(0))}?document=${documentId}`);
    expect(ofAuthor.bytes.equals(first?.bytes ?? Buffer.alloc(0))).toBe(true);
    await circuit.services.stop('justice');
    try {
      for (const { name, bytes } of files) {
        const { status, bytes: came, headers } = await sent(() => getFile(circuit, recipient, sha256Of(bytes)));
        expect([name, status, came.equals(bytes)]).toEqual([name, 200, true]);
        expect(headers.get('content-disposition')).toContain(name);
      }
      const away = await getFile(circuit, recipient, `${sha256Of(first?.bytes ?? Buffer.alloc(0))}?document=${documentId}`);
      expect([away.status, away.code, away.institution]).toEqual([503, 'INSTITUTION_UNAVAILABLE', 'JUS']);
    } finally {
      await circuit.services.start('justice');
    }
  }, 240_000);

  test('a web page in gzip that is called a PDF is refused, and is told what it is', async () => {
    const bytes = readFileSync(join(data, 'pdfs/awkward/gzip-named-as.pdf'));
    const refused = await sent(() => putFile(circuit, { institution: 'JUS', duty: 'CLERK' }, bytes, 'application/pdf'));
    expect(refused).toMatchObject({ status: 415, code: 'FILE_TYPE_MISMATCH' });
    expect(refused.message).toContain('said to be application/pdf, and is application/gzip');
  });
});

describe('a delivery with files (§7.13)', () => {
  test('of content that the recipient has already brings it once', async () => {
    const bytes = Buffer.from('The same form, again and again.\n'.repeat(1_000));
    const file = { name: 'form.txt', bytes, type: 'text/plain' };
    await send({ institution: 'JUS' }, [file, { ...file, name: 'form (copy).txt' }]);
    await send({ institution: 'MOH', kind: 'LicenceNotice' }, [file]);
    const kept = `SELECT place FROM file WHERE sha256 = '${sha256Of(bytes)}'`;
    expect(await rowsOf(circuit.databaseUrl('finance'), kept)).toHaveLength(1);
    expect(await rowsOf(circuit.databaseUrl('justice'), kept)).toHaveLength(1);
  });

  test('is not given a receipt while a file cannot come, and is delivered once it can', async () => {
    const bytes = Buffer.from('It comes late.\n');
    const lost = `UPDATE file SET key_id = 'lost' WHERE sha256 = '${sha256Of(bytes)}' AND institution = 'JUS'`;
    const [row] = await lateFile(bytes, lost);
    const found = `UPDATE file SET key_id = '${row?.key_id}' WHERE sha256 = '${sha256Of(bytes)}' AND institution = 'JUS'`;
    await rowsOf(circuit.databaseUrl('justice'), found);
    const id = row?.consignment ?? '';
    await expect.poll(async () => (await copyOf(id))?.state, { timeout: 20_000 }).toBe('DELIVERED');
    expect((await copyOf(id))?.attempts.map(({ outcome }) => outcome).includes('UNREACHABLE')).toBe(true);
    expect((await getFile(circuit, recipient, sha256Of(bytes))).bytes.equals(bytes)).toBe(true);
  });

  /** Sends a document whose file the author cannot give; answers its key, and the consignment once an attempt has failed. */
  async function lateFile(bytes: Buffer, lost: string): Promise<readonly { readonly key_id: string; readonly consignment: string }[]> {
    const desk = circuit.desk();
    const by = { institution: 'JUS', duty: 'CLERK' } as const;
    const { id } = await drafted(desk);
    const { file } = await putFile(circuit, by, bytes);
    await attach(circuit, by, id, file.sha256, 'late.txt');
    const [row] = await rowsOf<{ key_id: string }>(
      circuit.databaseUrl('justice'),
      `SELECT key_id FROM file WHERE sha256 = '${file.sha256}'`,
    );
    await rowsOf(circuit.databaseUrl('justice'), lost);
    await sign(desk, 'JUS', id);
    await register(desk, 'JUS', id);
    const [sent] = await dispatch(desk, 'JUS', id, ['FIN']);
    const consignment = sent?.id ?? '';
    await expect.poll(async () => (await copyOf(consignment))?.attempts.length ?? 0, { timeout: 20_000 }).toBeGreaterThan(1);
    expect((await copyOf(consignment))?.copy).toBeNull();
    return [{ key_id: row?.key_id ?? '', consignment }];
  }
});
