/**
 * Does something with each of many, so many at a time. Once one has failed, or somebody stops it, nothing more is begun; it ends when what is under
 * way has ended, and throws what has failed first.
 */
export async function sideBySide<Item>(
  items: readonly Item[],
  atOnce: number,
  signal: AbortSignal | undefined,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let failed: { readonly by: unknown } | undefined;
  const work = async () => {
    for (const item of queue) {
      if (signal?.aborted === true || failed !== undefined) return;
      await run(item).catch((error: unknown) => {
        failed ??= { by: error };
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failed !== undefined) throw failed.by;
}
