import type { CallContext } from '@chancery/kernel';
import type { Perimeter } from '../perimeter.ts';

/** One command of the standard, as the resolver of its field runs it. The answer holds ids; what is asked for is read by them. */
export type Command<Input, Answer> = (perimeter: Perimeter, input: Input, context: CallContext) => Promise<Answer>;

/** What every input may carry. §1.4 */
export interface CommandInput {
  readonly requestId?: string | null;
}
