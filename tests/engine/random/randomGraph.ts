import type { Tape } from '../../kit/random/tape.ts';
import type { Draft } from './draft.ts';
import type { Graph } from './graph.ts';
import { addInaccessible, addOverride, addProvides, addRequires } from './randomDirectives.ts';
import { addFields } from './randomFields.ts';
import { randomAbstracts, randomObjects } from './randomTypes.ts';

/** A random federation. Whatever the tape says, it nearly always composes. */
export function randomGraph(tape: Tape): Graph {
  const subgraphs = ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + tape.below(4));
  const moods = new Map(subgraphs.map((subgraph) => [subgraph, ['CALM', ...tape.some(['GLAD', 'SAD'])]]));
  const draft: Draft = { tape, subgraphs, objects: new Map(), abstracts: new Map(), moods, calm: new Set() };
  randomObjects(draft);
  randomAbstracts(draft);
  addFields(draft);
  const times = (many: number, add: (draft: Draft, index: number) => void) => {
    for (let index = tape.below(many + 1); index > 0; index--) add(draft, index);
  };
  times(3, addRequires);
  times(2, addProvides);
  times(1, addOverride);
  times(1, addInaccessible);
  return draft;
}
