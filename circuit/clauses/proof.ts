import { isChapter } from './citations.ts';
import type { Enforcer } from './enforcement.ts';
import { placeAt } from './places.ts';
import type { Scan } from './scan.ts';

/** A test that proves a clause. */
export interface Proof {
  readonly clause: string;
  readonly path: string;
  /** Group and test, as they are titled. */
  readonly title: string;
  /** How far the test is from what names the clause: 0 when that stands in the test. */
  readonly distance: number;
  /** Whether it names the clause, or only expects a refusal under it. */
  readonly says: boolean;
}

/** Part of a file, by file and name. */
type Part = `${string}#${string}`;

/**
 * Which tests prove which clause: those that name it in their title or their docstring, or expect a refusal under it; and where what
 * names it is a table beside the tests, the tests that are nearest to it by who uses whom. A refusal proves its clause only where it is
 * given: in the package that refuses, or in a test of the whole; elsewhere it is an example.
 */
export function proofsIn(tests: readonly Scan[], code: readonly Enforcer[]): readonly Proof[] {
  const refusing = new Set(code.map(({ clause, path }) => `${packageOf(path)} ${clause}`));
  const usersOf = users(tests);
  return tests.flatMap((scan) =>
    scan.mentions
      .filter(({ clause }) => !isChapter(clause))
      .filter(
        ({ clause, how }) => how !== 'refusal' || packageOf(scan.path) === 'tests' || refusing.has(`${packageOf(scan.path)} ${clause}`),
      )
      .flatMap(({ clause, at, how }) => nearestTests(scan, at, usersOf).map((proof) => ({ clause, says: how !== 'refusal', ...proof }))),
  );
}

interface User {
  readonly scan: Scan;
  readonly at: number;
  /** What of ours is used there. */
  readonly of?: string;
}

/** `subgraphs/exchange` of `subgraphs/exchange/commands/plan.ts`. */
const packageOf = (path: string): string => /^(subgraphs\/(?:institutions\/)?)?[^/]+/.exec(path)?.[0] ?? '';

/** By part of a file: where it is used. */
function users(tests: readonly Scan[]): ReadonlyMap<Part, readonly User[]> {
  const found = new Map<Part, User[]>();
  for (const scan of tests) {
    const own = new Set(scan.places.filter(({ is }) => is === 'declaration').map(({ name }) => name));
    for (const { name, at } of scan.uses) {
      const from = scan.imports.get(name) ?? (own.has(name) ? { path: scan.path, name } : undefined);
      if (from === undefined) continue;
      const part: Part = `${from.path}#${from.name}`;
      found.set(part, [...(found.get(part) ?? []), { scan, at, of: name }]);
    }
  }
  return found;
}

function nearestTests(scan: Scan, at: number, usersOf: ReadonlyMap<Part, readonly User[]>): readonly Omit<Proof, 'clause' | 'says'>[] {
  const seen = new Set<Part>();
  let edge: readonly User[] = [{ scan, at }];
  for (let distance = 0; edge.length > 0; distance += 1) {
    const tests = edge.flatMap((user) => {
      const title = titleAt(user);
      return title === undefined ? [] : [{ path: user.scan.path, title, distance }];
    });
    if (tests.length > 0) return tests;
    edge = edge.flatMap((user) => {
      const place = placeAt(user.scan.places, user.at, 'declaration');
      const part: Part = `${user.scan.path}#${place?.name}`;
      if (place === undefined || seen.has(part)) return [];
      seen.add(part);
      return usersOf.get(part) ?? [];
    });
  }
  return [];
}

/** `a release (§7.6) › is void`: the tests around a position, the outermost first, and what they use where the clause is named there. */
function titleAt({ scan, at, of }: User): string | undefined {
  const around = scan.places.filter(({ is, start, end }) => is === 'test' && start <= at && at < end);
  if (around.length === 0) return undefined;
  const title = around
    .sort((a, b) => a.start - b.start)
    .map(({ name }) => name)
    .join(' › ');
  return of === undefined ? title : `${title} (${of})`;
}
