import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { attach, getFile, putFile, sha256Of } from '../../kit/files.ts';
import { drafted } from '../../kit/walks.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
const text = Buffer.from('Annex 1. The court finds as follows.\n'.repeat(10_000));

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterAll(() => circuit?.close());

describe('a file of an own draft (§4.10)', () => {
  let id: string;
  beforeAll(async () => {
    ({ id } = await drafted(circuit.desk()));
  });

  test('is uploaded, attached, listed and fetched, byte for byte', async () => {
    const sent = await putFile(circuit, clerk, text);
    expect(sent).toMatchObject({ status: 200, file: { sha256: sha256Of(text), size: text.length, mediaType: 'text/plain' } });
    const { sha256 } = sent.file;
    expect(await getFile(circuit, clerk, sha256)).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' });
    expect(await attach(circuit, clerk, id, sha256, 'Annex 1.txt')).toBeUndefined();
    const { data, errors } = await circuit.ask(
      'query Files($id: ID!) { document(id: $id) { files { edges { node { name sha256 size mediaType } } } } }',
      { id },
      { as: clerk },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      document: { files: { edges: [{ node: { name: 'Annex 1.txt', sha256, size: text.length, mediaType: 'text/plain' } }] } },
    });
    const got = await getFile(circuit, clerk, sha256);
    expect(got.status).toBe(200);
    expect(got.bytes.equals(text)).toBe(true);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      etag: `"${sha256}"`,
      'content-type': 'text/plain',
      'content-length': String(text.length),
      'content-disposition': 'attachment; filename="Annex 1.txt"',
      'x-content-type-options': 'nosniff',
    });
  });
});
