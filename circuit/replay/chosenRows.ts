import { type BadRow, isBad, type RegisterRow, readRow } from './registerRow.ts';
import { countRows, type SourceFile, takeRows } from './sourceFile.ts';
import { first, spread } from './spread.ts';

/** The rows of a register that a replay takes, good and bad. */
export interface ChosenRows {
  readonly total: number;
  readonly good: readonly RegisterRow[];
  readonly bad: readonly BadRow[];
}

/** Takes `wanted` rows, spread evenly over the file or from its beginning. Bad ones are among those counted. */
export async function chooseRows(source: SourceFile, wanted: number, fromBeginning = false): Promise<ChosenRows> {
  const total = await countRows(source);
  const numbers = fromBeginning ? first(total, wanted) : spread(total, wanted);
  const read = (await takeRows(source, numbers)).map(([number, row]) => readRow(number, row));
  return { total, good: read.filter((row): row is RegisterRow => !isBad(row)), bad: read.filter(isBad) };
}
