import { unusual } from '../answer/leaves.ts';
import { scan } from './scan.ts';

/** The functions that a text of readers defines, by their names: with what they stand on in reach, and nothing else. */
export function functionsIn(text: string): (name: string) => unknown {
  const reach = { ...scan, unusual };
  const names = [...text.matchAll(/^function (r\d+)/gm)].map(([, name]) => name);
  // The text is ours: see `ReaderSource`.
  const all = new Function(...Object.keys(reach), `"use strict";${text}\nreturn{${names.join(',')}};`)(...Object.values(reach));
  return (name) => all[name];
}
