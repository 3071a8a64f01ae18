import { addTo, type Draft, someOf } from './draft.ts';
import { type FieldModel, membersIn, type ObjectModel, type TypeModel } from './graph.ts';
import { leaves, shared, suffix } from './randomTypes.ts';

const wraps = ['x', 'x', 'x!', '[x]', '[x!]', '[x!]!', '[[x]]', '[[x!]!]'];
const someArgs = ['(x: Int)', '(s: String = "d")', '(kind: Kind = RED, of: [Int!])', '(input: In)', '(inputs: [In!] = [{ a: 1 }])'];

/** Fields of entities, and of the roots. */
export function addFields(draft: Draft): void {
  const { tape, objects, subgraphs } = draft;
  for (const entity of [...objects.values()].filter(({ kind }) => kind === 'entity'))
    for (let index = 1 + tape.below(4); index > 0; index--) addField(draft, entity, owners(draft, [...entity.keys.keys()]), wraps);
  const query = addRoot(draft, 'Query');
  for (const subgraph of subgraphs) for (let index = 1 + tape.below(2); index > 0; index--) addField(draft, query, [subgraph], wraps);
  if (tape.once(3)) addField(draft, query, someOf(tape, subgraphs), wraps);
  const mutation = addRoot(draft, 'Mutation');
  // One that may not be null would end what comes after it.
  for (let index = 1 + tape.below(3); index > 0; index--) addField(draft, mutation, [tape.one(subgraphs)], ['x', '[x!]']);
}

function addRoot({ objects }: Draft, name: string): ObjectModel {
  const root: ObjectModel = { name, kind: 'root', keys: new Map(), nameKey: '', fields: new Map() };
  objects.set(name, root);
  return root;
}

const owners = ({ tape }: Draft, homes: readonly string[]): readonly string[] => (tape.once(4) ? someOf(tape, homes) : [tape.one(homes)]);

function addField(draft: Draft, object: ObjectModel, subgraphs: readonly string[], inWraps: readonly string[]): void {
  const { tape } = draft;
  const type = { named: tape.one(typesIn(draft, object, subgraphs)), wrap: tape.one(inWraps) };
  const args = tape.once(4) ? tape.one(someArgs) : '';
  addTo(object, { name: freeName(object, type, args), type, args, parts: shared(subgraphs) });
}

/** Roots lead to objects more often than not. */
function typesIn({ objects, abstracts }: Draft, { kind }: ObjectModel, subgraphs: readonly string[]): readonly string[] {
  const whole = [...objects.values()].filter((each) => each.kind === 'entity' || each.kind === 'value').map(({ name }) => name);
  const able = [...abstracts.values()].filter((each) => membersIn(each, subgraphs).length > 0).map(({ name }) => name);
  const composite = [...whole, ...able];
  return kind === 'root' ? [...composite, ...composite, ...able, 'Int'] : [...leaves, ...composite, ...composite];
}

function freeName({ fields }: ObjectModel, { named, wrap }: TypeModel, args: string): FieldModel['name'] {
  const base = `${named.toLowerCase()}${suffix(wrap)}${args === '' ? '' : `By${someArgs.indexOf(args)}`}`;
  let name = base;
  for (let index = 2; fields.has(name); index++) name = `${base}_${index}`;
  return name;
}
