import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A file of the source, by its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const rooms = '{domain,policy,schema,observability,trust,subgraphs,supergraph,circuit,tests}';
// What is generated says nothing of its own, and what reads citations is full of them.
const passedOver =
  /(^|\/)node_modules\/|\/prisma\/client\/|^circuit\/clauses\/|^schema\/supergraph\.graphql$|^docs\/regulation\/traceability\.md$/;

/** The TypeScript of all packages. */
export const readSources = (root: string): readonly SourceFile[] => read(root, [`${rooms}/**/*.ts`]);

/** Everything else that may cite a clause: SDL, SQL and pages. */
export const readTexts = (root: string): readonly SourceFile[] =>
  read(root, [`${rooms}/**/*.graphql`, `${rooms}/**/*.sql`, `${rooms}/**/*.prisma`, 'docs/**/*.md', 'README.md']);

function read(root: string, patterns: readonly string[]): readonly SourceFile[] {
  const exclude = (name: string) => name.endsWith('node_modules') || name.endsWith(join('prisma', 'client'));
  return globSync([...patterns], { cwd: root, exclude })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => !passedOver.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Whether a file tests rather than carries out: a test, or what tests stand on. */
export const isTest = (path: string): boolean => path.startsWith('tests/') || path.endsWith('.test.ts');
