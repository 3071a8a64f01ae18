/** Runs a task again and again by so many clients at once, for so long; answers what each run gave, and the whole time in milliseconds. */
export async function manyClients<T>(
  clients: number,
  forMs: number,
  task: () => Promise<T>,
): Promise<{ readonly results: readonly T[]; readonly tookMs: number }> {
  const results: T[] = [];
  const began = performance.now();
  const client = async () => {
    while (performance.now() - began < forMs) results.push(await task());
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { results, tookMs: performance.now() - began };
}

/** The value below which a share of the others lies; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
