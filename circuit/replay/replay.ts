import { NotDelivered } from '../client/delivery.ts';
import type { Desk } from '../client/documentSteps.ts';
import { GatewayRefusal } from '../client/gatewayClient.ts';
import { sideBySide } from '../client/sideBySide.ts';
import type { Journal } from './journal.ts';
import type { RegisterRow } from './registerRow.ts';
import { replayRow } from './replayRow.ts';

/** How a replay stands. */
export interface Tally {
  readonly replayed: number;
  /** Found finished by an earlier replay. */
  readonly known: number;
  readonly failed: number;
}

export interface ReplayOptions {
  readonly rows: readonly RegisterRow[];
  readonly journal: Journal;
  /** What a row's commands are sent with. */
  deskOf(row: RegisterRow): Desk;
  /** How many rows are on their way at a time. */
  readonly atOnce: number;
  /** No row is begun after it; those on their way are finished. */
  readonly signal?: AbortSignal;
  onProgress?(tally: Tally): void;
  /** A row that was refused: it is left, and the others go on. */
  onFailure?(row: RegisterRow, error: Error): void;
}

/** Replays rows side by side, those that the journal has not. Throws when the gateway is away for good. */
export async function replay(options: ReplayOptions): Promise<Tally> {
  const { rows, journal, atOnce, signal } = options;
  const left = rows.filter(({ number }) => !journal.has(number));
  const tally = { replayed: 0, known: rows.length - left.length, failed: 0 };
  await sideBySide(left, atOnce, signal, async (row) => {
    tally[await outcomeOf(row, options)] += 1;
    options.onProgress?.(tally);
  });
  return tally;
}

async function outcomeOf(row: RegisterRow, { journal, deskOf, onFailure }: ReplayOptions): Promise<'replayed' | 'failed'> {
  try {
    await replayRow(deskOf(row), row);
    journal.finish(row.number);
    return 'replayed';
  } catch (error) {
    if (!(error instanceof GatewayRefusal || error instanceof NotDelivered)) throw error;
    onFailure?.(row, error);
    return 'failed';
  }
}
