import { addTo, type Draft, someOf } from './draft.ts';
import type { AbstractModel, FieldModel, ObjectModel, Part } from './graph.ts';
import { fieldsOfKey } from './graph.ts';

const otherKeys = ['code', 'region number', 'tag { code }'];
const keyTypes: Readonly<Record<string, string>> = { id: 'ID', code: 'String', region: 'String', number: 'Int', tag: 'Tag' };
export const leaves = ['Int', 'String', 'Boolean', 'Float', 'ID', 'Kind', 'Json', 'Mood'] as const;

/** Entities with their keys, value types. */
export function randomObjects(draft: Draft): void {
  const { tape, objects } = draft;
  const tag: ObjectModel = { name: 'Tag', kind: 'value', keys: new Map(), nameKey: '', fields: new Map() };
  addTo(tag, { name: 'code', type: { named: 'String', wrap: 'x!' }, args: '', parts: new Map() });
  draft.calm.add('Tag.code');
  objects.set(tag.name, tag);
  for (let index = 0; index <= tape.below(3); index++) addEntity(draft, `E${index}`);
  for (let index = tape.below(3); index > 0; index--) addValue(draft, `V${index}`);
  for (const entity of [...objects.values()]) if (entity.keys.size > 1 && tape.once(3)) addSplit(draft, entity);
}

function addEntity(draft: Draft, name: string): void {
  const { tape } = draft;
  const homes = someOf(tape, draft.subgraphs);
  const all = ['id', ...tape.some(otherKeys, 4)];
  const keys = new Map(homes.map((home, index) => [home, index === 0 ? all : someOf(tape, all)]));
  const entity: ObjectModel = { name, kind: 'entity', keys, nameKey: tape.one(all), fields: new Map() };
  for (const field of all.flatMap(fieldsOfKey)) {
    const holders = homes.filter((home) => keys.get(home)?.flatMap(fieldsOfKey).includes(field));
    const type = { named: keyTypes[field] ?? '', wrap: 'x!' };
    addTo(entity, { name: field, type, args: '', parts: inParts(holders) });
    draft.calm.add(`${name}.${field}`);
  }
  draft.objects.set(name, entity);
}

function addValue(draft: Draft, name: string): void {
  const { tape, objects } = draft;
  const value: ObjectModel = { name, kind: 'value', keys: new Map(), nameKey: '', fields: new Map() };
  const below = [...leaves, ...leaves, ...objects.keys()].filter((named) => !named.startsWith('S'));
  for (let index = 0; index <= 1 + tape.below(3); index++) {
    const named = tape.one(below);
    const wrap = tape.one(['x', 'x!', 'x', '[x!]']);
    addTo(value, { name: `${named.toLowerCase()}${suffix(wrap)}`, type: { named, wrap }, args: '', parts: new Map() });
  }
  objects.set(name, value);
}

/** A value type of which each subgraph that has its entity knows another part. */
function addSplit({ tape, objects }: Draft, entity: ObjectModel): void {
  const homes = [...entity.keys.keys()];
  const name = `S${entity.name}`;
  const split: ObjectModel = { name, kind: 'split', keys: new Map(), nameKey: '', fields: new Map() };
  homes.forEach((home, index) => {
    const type = { named: tape.one(leaves), wrap: tape.one(['x', 'x!', '[x]']) };
    addTo(split, { name: `part${index}`, type, args: '', parts: inParts([...new Set([home, ...tape.some(homes, 3)])]) });
  });
  objects.set(name, split);
  const type = { named: name, wrap: tape.one(['x', 'x!', '[x]', '[x!]', '[[x]]']) };
  addTo(entity, { name: `split${entity.name}`, type, args: '', parts: inParts(homes, '@shareable') });
}

/** An interface and a union, with other members in each subgraph. */
export function randomAbstracts(draft: Draft): void {
  const { tape, objects } = draft;
  const whole = [...objects.values()].filter(({ kind }) => kind !== 'split');
  if (tape.once(2)) draft.abstracts.set('U', { name: 'U', kind: 'union', members: union(draft, whole), fields: new Map() });
  if (tape.once(2)) draft.abstracts.set('I', asInterface(draft, someOf(tape, whole)));
}

const union = ({ tape, subgraphs }: Draft, objects: readonly ObjectModel[]): AbstractModel['members'] =>
  new Map(subgraphs.map((subgraph) => [subgraph, someOf(tape, objects).map(({ name }) => name)]));

function asInterface({ tape, subgraphs }: Draft, objects: readonly ObjectModel[]): AbstractModel {
  const wrap = tape.one(['x', 'x!']);
  for (const object of objects) {
    const parts = object.kind === 'value' ? inParts([]) : shared(someOf(tape, [...object.keys.keys()]));
    addTo(object, { name: 'label', type: { named: 'String', wrap }, args: '', parts });
  }
  const byId = objects.every(({ kind, nameKey }) => kind === 'entity' && nameKey === 'id') && tape.once(2);
  const hasLabel = (subgraph: string) => (object: ObjectModel) =>
    object.kind === 'value' || object.fields.get('label')?.parts.has(subgraph);
  const hasId = (subgraph: string) => (object: ObjectModel) => !object.keys.has(subgraph) || object.keys.get(subgraph)?.includes('id');
  const members = new Map<string, readonly string[]>();
  const fields = new Map<string, readonly string[]>();
  for (const subgraph of subgraphs) {
    const able = objects.filter(byId ? hasId(subgraph) : hasLabel(subgraph));
    if (able.length === 0) continue;
    const chosen = someOf(tape, able);
    members.set(
      subgraph,
      chosen.map(({ name }) => name),
    );
    fields.set(subgraph, [...(byId ? ['id'] : []), ...(chosen.every(hasLabel(subgraph)) ? ['label'] : [])]);
  }
  return { name: 'I', kind: 'interface', members, fields };
}

/** A field that all these subgraphs answer. */
export const inParts = (subgraphs: readonly string[], ...directives: readonly string[]): FieldModel['parts'] =>
  new Map(subgraphs.map((subgraph): [string, Part] => [subgraph, { does: 'answers', directives }]));

export const shared = (subgraphs: readonly string[]): FieldModel['parts'] =>
  subgraphs.length > 1 ? inParts(subgraphs, '@shareable') : inParts(subgraphs);

/** How a field's name tells its type: fields of one name are alike, whatever object they are on. */
export const suffix = (wrap: string): string => wrap.replaceAll('x', '').replaceAll('[', 'L').replaceAll(']', 'l').replaceAll('!', 'M');
