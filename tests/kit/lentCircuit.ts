import { type ProcessCircuit, startProcessCircuit } from './processes.ts';

let lent: Promise<ProcessCircuit> | undefined;

/** The circuit on which the stories of one file are told, one after another: the first starts it, and each leaves it to the next as it found it. */
export function lentCircuit(): Promise<ProcessCircuit> {
  lent ??= startProcessCircuit();
  return lent;
}

/** What runs in its place since a story has started it again. */
export function lendAnew(circuit: ProcessCircuit): void {
  lent = Promise.resolve(circuit);
}

/** Stops it, after the last story. */
export async function closeLentCircuit(): Promise<void> {
  await (await lent)?.close();
}
