import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dispatch, register, sign } from '@chancery/circuit';
import { type FileKeyring, withNewKey } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { attach, getFile, putFile, sha256Of } from '../../kit/files.ts';
import { rowsOf } from '../../kit/rows.ts';
import { type S3Server, startS3 } from '../../kit/s3Server.ts';
import { drafted } from '../../kit/walks.ts';
import type { Who } from '../../kit/who.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;
// More than one part of an upload (8 MiB); all letters, so that it is text.
const text = Buffer.from(randomBytes(3_000_000).toString('hex'));
const sha256 = sha256Of(text);

let circuit: TestCircuit;
let s3: S3Server;
let isThere = true;
/** Justice and finance keep their files in one bucket, each below its own name. */
beforeAll(async () => {
  circuit = await startTestCircuit();
  s3 = await startS3();
  for (const name of ['justice', 'finance'] as const) {
    await circuit.services.stop(name);
    await circuit.services.start(name, s3.environment);
  }
});
afterAll(async () => {
  await circuit?.close();
  if (isThere) await s3?.close();
});

const objects = (): readonly string[] =>
  readdirSync(s3.folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('._S3rver_object'));
const objectsOf = (server: string) => objects().filter((name) => name.includes(`files/${server}/`));
const placeAt = async (name: 'justice' | 'finance') =>
  (await rowsOf<{ place: string }>(circuit.databaseUrl(name), `SELECT place FROM file WHERE sha256 = '${sha256}'`))[0]?.place ?? '';

/** Asked again while a part of a busy circuit does not answer in time. */
const comesWhole = (who: Who) =>
  expect.poll(async () => (await getFile(circuit, who, sha256)).bytes.equals(text), { timeout: 20_000 }).toBe(true);

describe('a perimeter that keeps its files in a bucket (§4.11)', () => {
  let id: string;

  test('takes them in, and nothing lies in its folder', async () => {
    ({ id } = await drafted(circuit.desk()));
    expect((await putFile(circuit, clerk, text)).file).toEqual({ sha256, size: text.length, mediaType: 'text/plain' });
    expect(await attach(circuit, clerk, id, sha256, 'Annex.txt')).toBeUndefined();
    const [object = ''] = objectsOf('justice');
    expect(objectsOf('justice')).toHaveLength(1);
    expect(object).toContain(await placeAt('justice'));
    expect(readFileSync(join(s3.folder, object)).includes(text.subarray(0, 64))).toBe(false);
    expect(readdirSync(circuit.services.files('justice').folder, { recursive: true })).toEqual(['incoming']);
  });

  test('keeps the same content once, and nothing of what is refused', async () => {
    expect((await putFile(circuit, clerk, text)).status).toBe(200);
    expect(await putFile(circuit, clerk, text, 'application/pdf')).toMatchObject({ status: 415, code: 'FILE_TYPE_MISMATCH' });
    expect(objectsOf('justice')).toHaveLength(1);
  });

  test.each([
    [undefined, 200, 0, text.length],
    ['bytes=0-9', 206, 0, 10],
    [`bytes=65530-65545`, 206, 65_530, 65_546],
    ['bytes=-7', 206, text.length - 7, text.length],
    ['bytes=5000000-', 206, 5_000_000, text.length],
  ])('gives %s of them with %i', async (range, status, from, to) => {
    const answer = await getFile(circuit, clerk, sha256, range === undefined ? {} : { headers: { range } });
    expect(answer.status).toBe(status);
    expect(answer.bytes.equals(text.subarray(from, to))).toBe(true);
  });

  test('hands them to another perimeter, which keeps a copy of its own', async () => {
    const desk = circuit.desk();
    await sign(desk, 'JUS', id);
    await register(desk, 'JUS', id);
    const [sent] = await dispatch(desk, 'JUS', id, ['FIN']);
    type Copy = { consignment: { state: string; attempts: { outcome: string | null }[] } };
    const query = 'query C($id: ID!) { consignment(id: $id) { state attempts { outcome } } }';
    const standing = async () => (await circuit.ask<Copy>(query, { id: sent?.id }, { as: recipient })).data?.consignment;
    await expect.poll(async () => (await standing())?.state, { timeout: 40_000 }).toBe('DELIVERED');
    expect((await standing())?.attempts).toEqual([{ outcome: 'DELIVERED' }]);
    expect(objectsOf('finance')).toHaveLength(1);
    expect(await placeAt('finance')).not.toBe(await placeAt('justice'));
    await circuit.services.stop('justice');
    try {
      await comesWhole(recipient);
    } finally {
      await circuit.services.start('justice', s3.environment);
    }
  }, 60_000);

  test('brings them under a new key without touching the bucket', async () => {
    const before = objectsOf('justice').map((name) => readFileSync(join(s3.folder, name)));
    const keysFile = circuit.services.files('justice').environment.CHANCERY_FILE_KEYS ?? '';
    const next = withNewKey(JSON.parse(readFileSync(keysFile, 'utf8')) as FileKeyring, new Date());
    writeFileSync(keysFile, JSON.stringify(next));
    const renewal = 'mutation Renew($input: RenewFileKeysInput!) { renewFileKeys(input: $input) { renewed key } }';
    const renew = () => circuit.operator.ask<{ renewFileKeys: { key: string } }>('justice', renewal, { input: { institution: 'JUS' } });
    await expect.poll(async () => (await renew()).renewFileKeys.key, { timeout: 20_000 }).toBe(next.keys.at(-1)?.id);
    writeFileSync(keysFile, JSON.stringify({ keys: next.keys.slice(-1) }));
    await circuit.services.stop('justice');
    await circuit.services.start('justice', s3.environment);
    await comesWhole(clerk);
    expect(objectsOf('justice').map((name, i) => readFileSync(join(s3.folder, name)).equals(before[i] ?? Buffer.alloc(0)))).toEqual([true]);
  }, 60_000);

  test('says that it is away once the bucket is, and nothing of what it holds', async () => {
    isThere = false;
    await s3.close();
    const { status, bytes } = await getFile(circuit, clerk, sha256);
    expect(status).toBe(503);
    expect(bytes.toString()).not.toContain('127.0.0.1');
    expect(await putFile(circuit, clerk, Buffer.from('Another.'))).toMatchObject({
      status: 503,
      code: 'INSTITUTION_UNAVAILABLE',
      institution: 'JUS',
    });
    expect(await rowsOf(circuit.databaseUrl('justice'), `SELECT 1 FROM file`)).toHaveLength(1);
  }, 60_000);
});
