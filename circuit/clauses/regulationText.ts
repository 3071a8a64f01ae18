import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One numbered clause of `docs/regulation`. */
export interface Clause {
  readonly number: string;
  /** The file of its chapter: `07-dispatch.md`. */
  readonly file: string;
  /** The clause in one line. */
  readonly text: string;
  /** Who carries it out; null where no line says so. */
  readonly by: 'system' | 'people' | null;
}

/** A clause's number: chapter, clause, and perhaps one below it. */
export const clauseNumber = /\d{1,2}(?:\.\d{1,2}){1,2}/;

const paragraph = new RegExp(`^\\*\\*(${clauseNumber.source})\\*\\* ([\\s\\S]*?)(?=\\n\\n|$(?![\\s\\S]))`, 'gm');
const bySystem = /\n\*By the system\.\*$/;
const byPeople = /\n\*Procedural: [\s\S]+\*$/;

/** The clauses of a regulation's chapters, in their order. */
export function readRegulation(folder: string): readonly Clause[] {
  const chapters = readdirSync(folder).filter((file) => /^\d\d-.+\.md$/.test(file));
  return chapters.sort().flatMap((file) => clausesOf(file, readFileSync(join(folder, file), 'utf8')));
}

/** The clauses of one chapter. */
export function clausesOf(file: string, chapter: string): readonly Clause[] {
  return [...chapter.trim().matchAll(paragraph)].map(([, number = '', body = '']) => ({
    number,
    file,
    text: body.replace(bySystem, '').replace(byPeople, '').replaceAll(/\s+/g, ' '),
    by: bySystem.test(body) ? 'system' : byPeople.test(body) ? 'people' : null,
  }));
}

/** Whether one clause stands under another's number: §2.3.1 under §2.3. */
export const isUnder = (inner: string, outer: string): boolean => inner.startsWith(`${outer}.`);
