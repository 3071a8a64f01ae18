import { type Json, Refusal } from '@chancery/domain';

/** A page of a list as Relay's connections specification gives it; forward only. */
export interface Connection<Node> {
  /** A cursor is written for who asks for it. */
  readonly edges: readonly { cursor(): string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    startCursor(): string | null;
    endCursor(): string | null;
  };
}

/**
 * Makes a page of rows that were read with one more than asked for.
 * `cursorOf` gives the values that the list is ordered by: the next page begins behind them, whatever was written meanwhile.
 */
export function connection<Row, Node>(
  rows: readonly Row[],
  size: number,
  { after, cursorOf, nodeOf }: { readonly after: string | null | undefined; cursorOf(row: Row): readonly Json[]; nodeOf(row: Row): Node },
): Connection<Node> {
  const edges = rows.slice(0, size).map((row) => ({ cursor: () => encodeCursor(cursorOf(row)), node: nodeOf(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: after !== null && after !== undefined,
      startCursor: () => edges[0]?.cursor() ?? null,
      endCursor: () => edges.at(-1)?.cursor() ?? null,
    },
  };
}

/** The place in a list, opaque to clients. */
export const encodeCursor = (parts: readonly Json[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** The values of a cursor, each a text or a number; throws `CURSOR_INVALID` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string, length: number): readonly (string | number)[] {
  const parts = cursor.length <= 4_000 ? read(cursor) : undefined;
  if (!Array.isArray(parts) || parts.length !== length || !parts.every(isPlace)) throw new Refusal('CURSOR_INVALID');
  return parts;
}

/** A moment that stands in a cursor; throws `CURSOR_INVALID` for what is no moment of the calendar that databases keep. */
export function momentIn(place: string | number | undefined): Date {
  const moment = new Date(typeof place === 'string' && /^[1-9]\d{3}-/.test(place) ? place : Number.NaN);
  if (Number.isNaN(moment.getTime())) throw new Refusal('CURSOR_INVALID');
  return moment;
}

/** No text of the database holds a NUL, and none is sent to it. */
const isPlace = (part: unknown): boolean => typeof part === 'number' || (typeof part === 'string' && !part.includes('\0'));

function read(cursor: string): unknown {
  const bytes = Buffer.from(cursor, 'base64url');
  // Node reads over what stands between the letters of the alphabet: to whoever compares cursors that would be another one.
  if (bytes.toString('base64url') !== cursor) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
