import { sideBySide as ofMany } from '../../circuit/client/sideBySide.ts';

/** Runs a task for each of many things, so many at a time; the first failure ends the test once nothing of it is under way any more. */
export const sideBySide = <Item>(atATime: number, items: readonly Item[], run: (item: Item) => Promise<unknown>): Promise<void> =>
  ofMany(items, atATime, undefined, async (item) => void (await run(item)));
