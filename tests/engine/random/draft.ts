import type { Tape } from '../../kit/random/tape.ts';
import type { AbstractModel, FieldModel, Graph, ObjectModel } from './graph.ts';

/** A graph that is being made. */
export interface Draft extends Graph {
  readonly tape: Tape;
  readonly objects: Map<string, ObjectModel>;
  readonly abstracts: Map<string, AbstractModel>;
  readonly moods: Map<string, readonly string[]>;
  readonly calm: Set<string>;
}

/** Some of these, one at least. */
export function someOf<Thing>(tape: Tape, things: readonly Thing[]): readonly Thing[] {
  const some = tape.some(things);
  return some.length === 0 ? [tape.one(things)] : some;
}

export const addTo = ({ fields }: ObjectModel, field: FieldModel): void => void fields.set(field.name, field);
