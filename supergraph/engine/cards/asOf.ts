import type { AnswerPath } from '../data/placesIn.ts';

/** That what stands at a place of the answer is as it was at an earlier moment. */
export interface AsOf {
  readonly path: AnswerPath;
  /** As RFC 3339 writes it. */
  readonly at: string;
}

/** The marks of what an answer still has: what was taken away with its parent needs none. */
export const standing = (marks: readonly AsOf[], data: unknown): readonly AsOf[] =>
  marks.filter(({ path }) => path.reduce((value: unknown, part) => (isObject(value) ? value[part] : null), data) != null);

const isObject = (value: unknown): value is Readonly<Record<string | number, unknown>> => typeof value === 'object' && value !== null;
