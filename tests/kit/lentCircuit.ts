import { type ProcessCircuit, startProcessCircuit } from './processes.ts';
import { copyRepository, type RepositoryCopy } from './repositoryCopy.ts';

let copy: RepositoryCopy | undefined;
let lent: Promise<ProcessCircuit> | undefined;

/** The circuit on which the stories of one file are told, one after another: the first starts it, and each leaves to the next a circuit that works. */
export function lentCircuit(code?: RepositoryCopy): Promise<ProcessCircuit> {
  lent ??= startProcessCircuit(code === undefined ? {} : { code: code.folder });
  return lent;
}

/** The copy of the code that such stories change. */
export function lentCopy(): RepositoryCopy {
  copy ??= copyRepository();
  return copy;
}

/** What runs in its place since a story has started it again. */
export function lendAnew(circuit: ProcessCircuit): void {
  lent = Promise.resolve(circuit);
}

/** Stops it, after the last story, and removes the copy. */
export async function closeLent(): Promise<void> {
  await (await lent)?.close();
  copy?.remove();
}
