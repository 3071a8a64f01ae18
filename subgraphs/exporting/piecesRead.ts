import type { Database } from '@chancery/kernel';
import { SharedRoom } from '@chancery/trust';
import { PIECE } from './pieces.ts';

/** Whoever fetches a file reads it a piece at a time, and others of the service's work want its connections and its processor too. */
const room = new SharedRoom({ calls: 3, queue: 1_000 });

/** Which bytes of a file: from one place to before another. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** Part of a file's bytes, a piece at a time; read in turn with others that fetch. Throws where a piece is not there, or too many wait. */
export async function* piecesRead(db: Database, id: string, { from, to }: Part, asker: string): AsyncGenerator<Uint8Array> {
  const over = new AbortController().signal;
  for (let at = from; at < to; ) {
    const number = Math.floor(at / PIECE);
    const within = at - number * PIECE;
    const length = Math.min(PIECE - within, to - at);
    const leave = room.take(asker) ?? (await room.wait(asker, over));
    if (leave === null) throw new Error('Too many wait for pieces of exports.');
    const bytes = await readPiece(db, id, { number, within, length }).finally(leave);
    yield bytes;
    at += length;
  }
}

interface Piece {
  readonly number: number;
  readonly within: number;
  readonly length: number;
}

async function readPiece(db: Database, id: string, { number, within, length }: Piece): Promise<Uint8Array> {
  const [piece] = await db.$queryRaw<{ bytes: Uint8Array }[]>`
    SELECT substring(bytes FROM ${within + 1}::int FOR ${length}::int) AS bytes FROM export_part WHERE export = ${id} AND number = ${number}`;
  if (piece === undefined || piece.bytes.length !== length) throw new Error('A piece of an export is not there.');
  return piece.bytes;
}
