import type { Extent } from '../operation/extent.ts';

/**
 * What a byte costs of a text that is new to a gateway. Measured (2 cores, Node 24.21): to parse and validate it takes 0.2 to 1.4 µs a byte,
 * to plan it 2 to 12, more where little text asks for much; so about 10 µs a unit, as for what is fetched. A caller's usual budget pays for
 * 2 MB of new texts in a minute, which is a third of one processor's time.
 */
const NEW_BYTE = 1;

/** What it costs to read a text that is new. Who sends the same text again, with other variables, does not pay it again. §1.5 */
export const readingPrice = (source: string): number => Buffer.byteLength(source) * NEW_BYTE;

/** To plan and compile a field takes 40 to 60 µs, fragments counted where they are spread; a unit is about 10 µs here too. */
const NEW_FIELD = 5;

/** What it costs to plan an operation that is not planned, or no longer, as its variables choose. §1.5 */
export const planningPrice = ({ fields }: Pick<Extent, 'fields'>): number => fields * NEW_FIELD;
