import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, issueToken, type Speaker } from '@chancery/circuit';
import type { TestCircuit } from '../../kit/circuit.ts';
import { answerTo } from './observed.ts';

/** The ids of the documents in an export, as its file has them; none where it is refused, and why. */
export async function exportedIds(
  circuit: TestCircuit,
  by: Speaker,
  filter: object,
): Promise<{ readonly ids: ReadonlySet<string>; readonly errors: readonly Fault[] }> {
  const words = 'mutation Start($input: StartExportInput!) { startExport(input: $input) { export { id } } }';
  const input = { documents: { filter }, columns: ['id'], format: 'NDJSON', requestId: crypto.randomUUID() };
  type Started = { readonly startExport: { readonly export: { readonly id: string } | null } | null };
  const { data, errors } = await answerTo<Started>(circuit, words, { input }, by);
  const id = data?.startExport?.export?.id;
  if (id === undefined) return { ids: new Set(), errors };
  const lines = (await fileOf(circuit, by, id)).split('\n').filter((line) => line !== '');
  return { ids: new Set(lines.map((line) => JSON.parse(line).id)), errors };
}

async function fileOf(circuit: TestCircuit, by: Speaker, id: string): Promise<string> {
  const headers = { authorization: `Bearer ${await issueToken(circuit.issuer, by)}` };
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(250)) {
    const answer = await fetch(new URL(`/exports/${id}`, circuit.graphql), { headers });
    const text = await answer.text();
    if (answer.status === 200) return text;
    // What is away for a moment says nothing of rights.
    if (answer.status !== 202 && answer.status !== 503) throw new Error(`${id} was answered with ${answer.status}: ${text}`);
  }
  throw new Error(`${id} was not made.`);
}
