/**
 * What @peculiar/x509's container of parts looks for before it loads: a place to note things about classes (the proposal of `reflect-metadata`).
 * Nothing of what we use is noted there, so a map is enough.
 */
const notes = new WeakMap<object, Map<unknown, unknown>>();

const read = (key: unknown, about: object): unknown => notes.get(about)?.get(key);

function write(key: unknown, value: unknown, about: object): void {
  const known = notes.get(about) ?? new Map<unknown, unknown>();
  notes.set(about, known.set(key, value));
}

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { getMetadata: read, getOwnMetadata: read, defineMetadata: write });
