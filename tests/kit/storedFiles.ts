import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from '@chancery/circuit';
import type { TestCircuit } from './circuit.ts';

/** What lies in the content store of a perimeter, by its path in there. */
export function storedAt(circuit: TestCircuit, name: ServiceName): readonly string[] {
  const { folder } = circuit.services.files(name);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) => statSync(join(folder, each)).isFile());
}
