import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../supervisor/files.ts';
import { type Newcomer, parseNewcomer } from './newcomer.ts';

/** Where the institutions stand that have joined since the first: the one list of them. */
const membersFile: string = fileURLToPath(new URL('../../subgraphs/institutions/members.json', import.meta.url));

/** The newcomers that a file names; none where there is no such file. Throws where it holds something else. */
export function readNewcomers(file: string = membersFile): readonly Newcomer[] {
  if (!existsSync(file)) return [];
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(value)) throw new Error(`${file} holds no list of institutions.`);
  return value.map(parseNewcomer);
}

/** Written as our formatter writes it, so that nobody has to. */
export function writeNewcomers(newcomers: readonly Newcomer[], file: string = membersFile): void {
  const lines = newcomers.map((newcomer) => {
    const fields = Object.entries(newcomer).map(([field, value]) => `${JSON.stringify(field)}: ${JSON.stringify(value)}`);
    const line = `  { ${fields.join(', ')} }`;
    return line.length < 140 ? line : `  {\n    ${fields.join(',\n    ')}\n  }`;
  });
  writeWhole(file, lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`);
}
