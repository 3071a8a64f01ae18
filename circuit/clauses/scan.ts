import { posix } from 'node:path';
import { type RefusalCode, refusals } from '@chancery/domain';
import { type ImportDeclaration, type Program, parseSync, Visitor } from 'oxc-parser';
import { citationsIn } from './citations.ts';
import { type Place, placesOf } from './places.ts';
import { clauseNumber } from './regulationText.ts';
import type { SourceFile } from './sourceFiles.ts';

/** A clause that a file names: in words (§7.1), by a refusal whose clause it is, or as a value (`clause: '7.1'`). */
interface Mention {
  readonly clause: string;
  readonly at: number;
  readonly how: 'words' | 'refusal' | 'value';
  /** The refusal's code. */
  readonly code?: RefusalCode;
}

/** What one file says of clauses, and who in it uses whom. */
export interface Scan {
  readonly path: string;
  readonly places: readonly Place[];
  readonly mentions: readonly Mention[];
  readonly uses: readonly { readonly name: string; readonly at: number }[];
  /** By the name here: where it comes from, for what is imported by a path. */
  readonly imports: ReadonlyMap<string, { readonly path: string; readonly name: string }>;
}

/** Reads one file. Throws where it is not TypeScript. */
export function scan({ path, text }: SourceFile): Scan {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0]?.message}`);
  const inWords = comments.flatMap(({ value, start }) =>
    citationsIn(value).map(({ clause, at }): Mention => ({ clause, at: start + at, how: 'words' })),
  );
  return {
    path,
    places: placesOf(program, comments, text),
    mentions: [...inWords, ...mentionsIn(program, path)],
    ...usesIn(program, path),
  };
}

const wholeClause = new RegExp(`^${clauseNumber.source}$`);
const isCode = (text: string): text is RefusalCode => Object.hasOwn(refusals, text);
/** `NOT_THE_AUTHOR`, and in tests `DUTY_REQUIRED 2.3.1` too. */
const told = new RegExp(`^([A-Z_]+)(?: (${clauseNumber.source}))?$`);

/** The clauses that literals name. A literal that is only compared with, or a type, does nothing under a clause. */
function mentionsIn(program: Program, path: string): readonly Mention[] {
  const mentions: Mention[] = [];
  const compared = new Set<number>();
  const values = new Set<number>();
  const say = (clause: string, at: number, how: Mention['how']) => mentions.push({ clause, at, how });
  new Visitor({
    BinaryExpression: ({ left, right }) => void compared.add(left.start).add(right.start),
    TSLiteralType: ({ literal }) => void compared.add(literal.start),
    SwitchCase: ({ test }) => void compared.add(test?.start ?? -1),
    Property: ({ key, value }) => void (key.type === 'Identifier' && key.name === 'clause' && values.add(value.start)),
    NewExpression: ({ arguments: [, , clause] }) => void (clause !== undefined && values.add(clause.start)),
    Literal({ value, start }) {
      if (typeof value !== 'string') return;
      for (const { clause, at } of citationsIn(value)) say(clause, start + at, 'words');
      if (wholeClause.test(value) && (values.has(start) || path.startsWith('policy/'))) say(value, start, 'value');
      const [, code = '', clause] = told.exec(value) ?? [];
      if (!isCode(code) || compared.has(start) || path === 'domain/refusals.ts') return;
      mentions.push({ clause: clause ?? refusals[code].clause, at: start, how: 'refusal', code });
    },
    TemplateElement({ value, start }) {
      for (const { clause, at } of citationsIn(value.raw)) say(clause, start + at, 'words');
    },
  }).visit(program);
  return mentions;
}

function usesIn(program: Program, path: string): Pick<Scan, 'uses' | 'imports'> {
  const uses: { name: string; at: number }[] = [];
  const imports = new Map<string, { path: string; name: string }>();
  new Visitor({
    ImportDeclaration: (declaration) => importsOf(declaration, path).forEach(([local, from]) => void imports.set(local, from)),
    Identifier: ({ name, start }) => void uses.push({ name, at: start }),
  }).visit(program);
  return { uses, imports };
}

function importsOf({ source, specifiers }: ImportDeclaration, path: string) {
  if (!source.value.startsWith('.')) return [];
  const from = posix.join(posix.dirname(path), source.value);
  return specifiers.flatMap((specifier) => {
    if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') return [];
    return [[specifier.local.name, { path: from, name: specifier.imported.name }] as const];
  });
}
