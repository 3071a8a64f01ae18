import { reportFault } from './errors.ts';

const nothing = (): void => undefined;

/** What Apollo's gateway logs by: of what it says, mistakes alone are of interest. */
export const silent = { debug: nothing, info: nothing, warn: nothing, error: (message: unknown) => reportFault(message, '-') };
