/** Runs a task for each of many things, so many at a time; the first failure ends the test. */
export async function sideBySide<Item>(atATime: number, items: readonly Item[], run: (item: Item) => Promise<unknown>): Promise<void> {
  const left = items.values();
  const hand = async (): Promise<void> => {
    for (const item of left) await run(item);
  };
  await Promise.all(Array.from({ length: atATime }, hand));
}
