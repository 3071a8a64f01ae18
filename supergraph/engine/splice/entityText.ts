import { type Around, fieldText } from './fieldText.ts';
import { FunctionText } from './functionText.ts';
import type { Run } from './givers.ts';
import { notPlain } from './notPlain.ts';
import { outgoing } from './outgoing.ts';
import type { ReaderSource } from './readerSource.ts';
import { same } from './same.ts';

/**
 * The text of a function that reads what a fetch is told about an entity, number `e`: each of its runs goes out for itself, wherever the object
 * that it belongs to keeps a place for it.
 * @param runs those of this fetch, as they go out
 */
export function entityText(source: ReaderSource, around: Around, runs: readonly Run[]): string {
  const layout = source.layout(around.giver, around.type);
  const { items, moved } = outgoing(runs, around.giver.fetch, layout.keys());
  if (moved.size > 0) throw notPlain;
  const begun = new Map(runs.map((run) => [run.items[0]?.name, run.at]));
  const told = `t.asked[${around.giver.fetch.number}]`;
  const text = new FunctionText(false);
  for (const [at, [name, nodes]] of [...layout].entries()) {
    const item = items.get(name);
    const run = begun.get(name);
    if (item === undefined || run !== undefined) text.cut();
    if (run !== undefined) text.say(`${told}.mark(e,${run},t.size);`);
    text.comma(at);
    if (item !== undefined && !text.isOpen) text.open(run !== undefined ? 't.from=i;' : 't.from=i-1;');
    text.say(same(`${JSON.stringify(name)}:`));
    text.say(fieldText(source, nodes, item, around));
  }
  text.cut();
  return text.ended('i,t,e', `${told}.mark(e,${runs.length},t.size);`);
}
