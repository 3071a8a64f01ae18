import { Refusal } from '@chancery/domain';
import { CompositionFailed } from '@chancery/supergraph';
import { UsageError } from '../../commands/commandLine.ts';
import { Taken } from '../joining.ts';

/** What was asked for wrongly is said before anything is touched. */
export async function asked<Result>(read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal) throw new UsageError(`${error.code} (§${error.clause}): ${error.message}`);
    if (error instanceof Taken || error instanceof CompositionFailed) throw new UsageError(error.message);
    throw error;
  }
}
