import { dispatch, giveBack, register, sign, submit } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { attach, detach, getFile, putFile } from '../../kit/files.ts';
import { rowsOf } from '../../kit/rows.ts';
import { drafted } from '../../kit/walks.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterAll(() => circuit?.close());

const sent = async (text: string) => (await putFile(circuit, clerk, Buffer.from(text))).file.sha256;

async function namesOf(id: string): Promise<readonly string[] | undefined> {
  const query = 'query Files($id: ID!) { document(id: $id) { files { edges { node { name } } } } }';
  type Data = { document: { files: { edges: { node: { name: string } }[] } } };
  const { data } = await circuit.ask<Data>(query, { id }, { as: clerk });
  return data?.document.files.edges.map(({ node }) => node.name);
}

async function stateOf(id: string): Promise<string | undefined> {
  const { data } = await circuit.ask<{ consignment: { state: string } }>(
    'query State($id: ID!) { consignment(id: $id) { state } }',
    { id },
    { as: { institution: 'JUS', duty: 'REGISTRAR' } },
  );
  return data?.consignment.state;
}

/** A draft that carries two files. */
async function withTwo(): Promise<{ readonly id: string; readonly first: string; readonly second: string }> {
  const { id } = await drafted(circuit.desk());
  const [first, second] = [await sent(`First of ${id}`), await sent(`Second of ${id}`)];
  await attach(circuit, clerk, id, first, 'First.txt');
  await attach(circuit, clerk, id, second, 'Re\u0301sume\u0301.txt');
  return { id, first, second };
}

describe('a file that is taken off a draft (§4.10)', () => {
  test('is carried no longer, and the others are; whoever sent it may attach it again', async () => {
    const { id, first } = await withTwo();
    expect(await detach(circuit, clerk, id, 'First.txt')).toBeUndefined();
    expect(await namesOf(id)).toEqual(['R\u00e9sum\u00e9.txt']);
    expect(await getFile(circuit, clerk, `${first}?document=${id}`)).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' });
    expect(await getFile(circuit, clerk, first)).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' });
    expect(await attach(circuit, clerk, id, first, 'First again.txt')).toBeUndefined();
  });

  test('is known by its name however that is composed, and by no other', async () => {
    const { id } = await withTwo();
    expect(await detach(circuit, clerk, id, 'first.txt')).toBe('FILE_NOT_FOUND');
    expect(await detach(circuit, clerk, id, '../First.txt')).toBe('FILE_NAME_INVALID');
    expect(await detach(circuit, clerk, id, 'R\u00e9sum\u00e9.txt')).toBeUndefined();
    expect(await detach(circuit, clerk, id, 'R\u00e9sum\u00e9.txt')).toBe('FILE_NOT_FOUND');
    expect(await namesOf(id)).toEqual(['First.txt']);
  });

  test('stays where another document carries it', async () => {
    const [one, other] = [await withTwo(), await drafted(circuit.desk())];
    await attach(circuit, clerk, other.id, one.first, 'Same.txt');
    expect(await detach(circuit, clerk, one.id, 'First.txt')).toBeUndefined();
    expect((await getFile(circuit, clerk, one.first)).bytes.toString()).toBe(`First of ${one.id}`);
  });

  test('does not come off what is submitted or signed; off what came back it does', async () => {
    const desk = circuit.desk();
    const [submitted, signed] = [await withTwo(), await withTwo()];
    await submit(desk, 'JUS', submitted.id);
    await sign(desk, 'JUS', signed.id);
    expect(await detach(circuit, clerk, submitted.id, 'First.txt')).toBe('DOCUMENT_NOT_DRAFT');
    expect(await detach(circuit, clerk, signed.id, 'First.txt')).toBe('DOCUMENT_NOT_DRAFT');
    await giveBack(desk, 'JUS', submitted.id, 'Without the first annex.');
    expect(await detach(circuit, clerk, submitted.id, 'First.txt')).toBeUndefined();
    const [row] = await rowsOf<{ status: string }>(
      circuit.databaseUrl('justice'),
      `SELECT status FROM document WHERE id = '${submitted.id}'`,
    );
    expect(row?.status).toBe('DRAFT');
  });

  test('races with the signature to one end: what is signed is what the document carries', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 8; round++) {
      const desk = circuit.desk();
      const { id } = await withTwo();
      const late = await sent(`Late of ${id}`);
      const [gone, added] = await Promise.all([
        detach(circuit, clerk, id, 'First.txt'),
        attach(circuit, clerk, id, late, 'Late.txt'),
        sign(desk, 'JUS', id),
      ]);
      const carried = ['Résumé.txt', ...(gone === undefined ? [] : ['First.txt']), ...(added === undefined ? ['Late.txt'] : [])];
      expect(await namesOf(id)).toEqual(carried.toSorted());
      expect([undefined, 'DOCUMENT_NOT_DRAFT']).toContain(gone);
      expect([undefined, 'DOCUMENT_NOT_DRAFT']).toContain(added);
      // The recipient verifies the signature over what came, files and all (§5.10).
      await register(desk, 'JUS', id);
      const [consignment] = await dispatch(desk, 'JUS', id, ['FIN']);
      await expect.poll(() => stateOf(consignment?.id ?? ''), { timeout: 20_000 }).toBe('DELIVERED');
    }
  });
});
