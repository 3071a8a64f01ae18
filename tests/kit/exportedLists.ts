import { GatewayRefusal, patiently, type Speaker } from '@chancery/circuit';
import type { TestCircuit } from './circuit.ts';
import { fetchExport, type Of, settled, startExport } from './exports.ts';

/** A list as the graph shows it: the question, and the field by which its rows are known. */
export interface Shown {
  readonly shown: string;
  readonly key: 'id' | 'code' | 'version';
}

/** What the list itself shows; where it is refused, by which clause. */
export async function shownTo(circuit: TestCircuit, by: Speaker, { shown, key }: Shown): Promise<readonly unknown[] | string> {
  const { data, errors } = await patiently(async () => {
    const answer = await circuit.ask<Record<string, unknown>>(`{ ${shown} }`, {}, { as: by });
    const code = answer.errors[0]?.extensions?.code;
    if (code === 'AUDIT_UNAVAILABLE') throw new GatewayRefusal(code, shown);
    return answer;
  });
  const clause = errors[0]?.extensions?.clause;
  return clause === undefined
    ? [...JSON.stringify(data).matchAll(new RegExp(`"${key}":("[^"]*"|\\d+)`, 'g'))].map(([, value]) => JSON.parse(value ?? ''))
    : String(clause);
}

/** What an export of one column holds, as NDJSON; where it is refused, that. */
export async function exportedTo(circuit: TestCircuit, by: Speaker, input: object, of: Of): Promise<readonly unknown[] | string> {
  const { id, code } = await startExport(circuit, by, input, of);
  if (code !== undefined) return String(code);
  const { status } = await settled(circuit, by, id);
  if (status !== 'FINISHED') throw new Error(`${id} is ${status}.`);
  const lines = (await fetchExport(circuit, by, id)).bytes.toString().split('\n');
  return lines.flatMap((line) => (line === '' ? [] : Object.values<unknown>(JSON.parse(line))));
}
