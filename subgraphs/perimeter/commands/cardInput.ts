import { type AccessMark, cleanLine, cleanText, Refusal, textLimits } from '@chancery/domain';
import type { CommandInput } from './command.ts';

/** What a drafting or revising input says of the card, beside the fields of the kind. */
export interface CardInput extends CommandInput {
  readonly title?: string | null;
  readonly access?: AccessMark | null;
  /** A day. */
  readonly documentDate?: string | null;
  readonly abstract?: string | null;
  readonly dueAt?: Date | null;
  /** The kind's own fields. */
  readonly [field: string]: unknown;
}

/** §4.1 A document has a title: one line. */
export function cleanTitle(title: string | null | undefined): string {
  if (title === null || title === undefined) throw new Refusal('TITLE_REQUIRED');
  return cleanLine('title', title, textLimits.title);
}

/** An abstract of several lines, or none. */
export const cleanAbstract = (abstract: string | null | undefined): string | null =>
  abstract === null || abstract === undefined ? null : cleanText('abstract', abstract, textLimits.abstract);
