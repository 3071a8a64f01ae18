import { Script } from 'node:vm';
import { cleanLine, type InstitutionCode, type Kind, parseInstitutionCode, parseKind, Refusal } from '@chancery/domain';

/** An institution that joined after the first: its server, and what it joined with. */
export interface Newcomer {
  /** Its server's name, which is also its folder's: `agriculture`. */
  readonly server: string;
  readonly code: InstitutionCode;
  readonly name: string;
  /** The kind with which it joined; others may have been written into its SDL since. */
  readonly kind: Kind;
  /** Where its server listens where the gateway listens at 4000. */
  readonly port: number;
}

/** A newcomer as a file or a command line has it. Throws `Refusal` for what it cannot be: names become folders, databases and parts of programs. */
export function parseNewcomer(value: unknown): Newcomer {
  if (typeof value !== 'object' || value === null) throw new Refusal('BAD_INPUT', 'An institution is an object.');
  const { server, code, name, kind, port } = value as Partial<Record<keyof Newcomer, unknown>>;
  if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535) throw new Refusal('BAD_INPUT', 'A port is a number to 65535.');
  return {
    server: parseServer(text('server', server)),
    code: parseInstitutionCode(text('code', code)),
    name: parseName(text('name', name)),
    kind: parseKind(text('kind', kind)),
    port: Number(port),
  };
}

/** A name of a server: small letters and digits. Throws `BAD_INPUT`. */
export function parseServer(name: string): string {
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name) || !isIdentifier(name))
    throw new Refusal(
      'BAD_INPUT',
      `A server has a name such as agriculture: 2 to 31 small letters and digits, and no word of JavaScript or PostgreSQL; not ${JSON.stringify(name)}. Name another with --server.`,
    );
  return name;
}

/** The name that a server has where nobody gives it one: `agriculture` of a Ministry of Agriculture, else the code. */
export function serverOf(code: string, name: string): string {
  const [, word = ''] = /^Ministry of (\w+)$/.exec(name.trim()) ?? [];
  return /^[A-Z][a-z]{2,30}$/.test(word) && isIdentifier(word.toLowerCase()) ? word.toLowerCase() : code.toLowerCase();
}

/** The words of a kind, as a sentence has them: `farm subsidy`. */
export const wordsOf = (kind: string): string => kind.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();

// What stands in comments and descriptions ends neither.
function parseName(name: string): string {
  const line = cleanLine('name', name, 120);
  if (!/^\p{L}[\p{L}\p{N} .,'’()&-]+$/u.test(line))
    throw new Refusal(
      'BAD_INPUT',
      `A name has two or more letters, digits, spaces and .,'()&- only, a letter first, not ${JSON.stringify(name)}.`,
    );
  return line;
}

function text(field: string, value: unknown): string {
  if (typeof value !== 'string') throw new Refusal('BAD_INPUT', `${field} is a text.`);
  return value;
}

/** What is no name in a module, though it is one elsewhere; and what PostgreSQL calls its own: databases and roles have the server's name. */
const unusable: readonly string[] = ['await', 'undefined', 'none', 'public', 'template0', 'template1'];

// The folder's index.ts exports the institution by the server's name.
function isIdentifier(word: string): boolean {
  if (unusable.includes(word)) return false;
  try {
    new Script(`'use strict'; const ${word} = 0;`);
    return true;
  } catch {
    return false;
  }
}
