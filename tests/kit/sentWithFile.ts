import { dispatch, register, sign } from '@chancery/circuit';
import { expect } from 'vitest';
import type { TestCircuit } from './circuit.ts';
import { attach, putFile } from './files.ts';
import { drafted } from './walks.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;

/** Sends a document of JUS with a file to FIN; answers its consignment, and the file's digest. */
export async function sentWithFile(circuit: TestCircuit, bytes: Buffer): Promise<{ readonly id: string; readonly sha256: string }> {
  const desk = circuit.desk();
  const { id: documentId } = await drafted(desk);
  const { sha256 } = (await putFile(circuit, clerk, bytes)).file;
  expect(await attach(circuit, clerk, documentId, sha256, 'Annex.txt')).toBeUndefined();
  await sign(desk, 'JUS', documentId);
  await register(desk, 'JUS', documentId);
  const [sent] = await dispatch(desk, 'JUS', documentId, ['FIN']);
  return { id: sent?.id ?? '', sha256 };
}
