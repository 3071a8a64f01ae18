import { type Family, residentMemory } from './processes.ts';

/** How much each of some processes grows at most from now on, in megabytes. */
export function watchMemory(watched: readonly Family[]): { end(): ReadonlyMap<string, number> } {
  const before = residentMemory(watched);
  const highest = new Map(before);
  const timer = setInterval(() => {
    for (const [name, mb] of residentMemory(watched)) highest.set(name, Math.max(mb, highest.get(name) ?? 0));
  }, 100);
  return {
    end() {
      clearInterval(timer);
      return new Map([...highest].map(([name, mb]) => [name, mb - (before.get(name) ?? 0)]));
    },
  };
}
