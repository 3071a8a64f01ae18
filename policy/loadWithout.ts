import { createRequire } from 'node:module';

/**
 * Loads a CommonJS package without those of its packages that serve only what we never ask of it. To load modules is half of what the start of a service costs,
 * and of some packages most serve nobody here. While the package is loaded, nothing stands in their place: what would use them fails.
 * @param from the `import.meta.url` of whoever needs it
 */
export function loadWithout(from: string, name: string, unused: readonly string[]): unknown {
  const require = createRequire(from);
  const inside = createRequire(require.resolve(name));
  const places = unused.map((each) => inside.resolve(each)).filter((place) => require.cache[place] === undefined);
  for (const place of places)
    require.cache[place] = Object.assign(Object.create(null), { id: place, filename: place, loaded: true, exports: {} });
  try {
    return require(name);
  } finally {
    for (const place of places) delete require.cache[place];
  }
}
