import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isFederalRegister, readFederalRegister } from './federalRegister.ts';
import { LETTERS, readLetters } from './letters.ts';
import type { LoadSource } from './loaded.ts';
import { RULES, readRules } from './regulations.ts';
import { requireUsable } from './requireUsable.ts';

/** The folder has nothing that can be loaded. */
export class NothingToLoad extends Error {
  override readonly name = 'NothingToLoad';
}

/** Reads a folder of the public data, all of it, before anything is entered; throws `NothingToLoad` and `Unusable`. */
export async function openFolder(folder: string): Promise<LoadSource> {
  const source = await read(folder);
  requireUsable(source);
  return source;
}

async function read(folder: string): Promise<LoadSource> {
  if (existsSync(join(folder, RULES))) return readRules(folder);
  if (existsSync(join(folder, LETTERS))) return readLetters(folder);
  if (isFederalRegister(folder)) return readFederalRegister(folder);
  throw new NothingToLoad(`${folder} has none of ${RULES}, ${LETTERS}, fr_documents_*.json.`);
}
