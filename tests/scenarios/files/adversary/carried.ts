import { join } from 'node:path';
import { expect } from 'vitest';
import { circuit } from '../../../kit/circuitOfFile.ts';
import { attach, type FileHeard, getFile, putFile } from '../../../kit/files.ts';
import { rowsOf } from '../../../kit/rows.ts';
import { storedAt } from '../../../kit/storedFiles.ts';
import { drafted } from '../../../kit/walks.ts';

export const clerk = { institution: 'JUS', duty: 'CLERK' } as const;

export const bytesOf = (text: string, length = 300_000): Buffer => Buffer.alloc(length, text);

/** What lies in the content store of a ministry; of that of Justice, unless another is named. */
export const stored = (name: 'justice' | 'finance' = 'justice'): readonly string[] => storedAt(circuit, name);

/** A file that a draft carries: its digest, and where its encrypted bytes lie. */
export async function carried(
  text: string,
): Promise<{ readonly id: string; readonly sha256: string; readonly path: string; readonly bytes: Buffer }> {
  const { id } = await drafted(circuit.desk());
  const bytes = bytesOf(text);
  const { sha256 } = (await putFile(circuit, clerk, bytes)).file;
  expect(await attach(circuit, clerk, id, sha256, 'Annex.txt')).toBeUndefined();
  const [row] = await rowsOf<{ place: string }>(circuit.databaseUrl('justice'), `SELECT place FROM file WHERE sha256 = '${sha256}'`);
  return { id, sha256, path: join(circuit.services.files('justice').folder, row?.place ?? ''), bytes };
}

/** Asks for a part of a file. */
export const part = (sha256: string, range: string): Promise<FileHeard> => getFile(circuit, clerk, sha256, { headers: { range } });
