import { randomUUID } from 'node:crypto';
import { patiently, type Speaker } from '@chancery/circuit';
import type { TestCircuit } from '../../kit/circuit.ts';

/** How many are given or asked in one operation. */
export const atOnce = 10;

/** Gives one command many times, some in each operation; all must be carried out. */
export async function giveAll<Payload>(
  circuit: TestCircuit,
  by: Speaker,
  name: string,
  inputs: readonly object[],
  selection: string,
): Promise<readonly Payload[]> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const payloads: Payload[] = [];
  for (let start = 0; start < inputs.length; start += atOnce) {
    const some = inputs.slice(start, start + atOnce);
    const head = some.map((_, index) => `$i${index}: ${type}!`).join(', ');
    const fields = some.map((_, index) => `a${index}: ${name}(input: $i${index}) { ${selection} }`).join(' ');
    // A busy circuit may be asked again: nothing is done twice.
    const variables = Object.fromEntries(some.map((input, index) => [`i${index}`, { ...input, requestId: randomUUID() }]));
    const mutation = `mutation Make(${head}) { ${fields} }`;
    const data = await patiently(() => circuit.gateway.read<Record<string, Payload>>(mutation, variables, by));
    payloads.push(...some.flatMap((_, index) => data[`a${index}`] ?? []));
  }
  return payloads;
}
