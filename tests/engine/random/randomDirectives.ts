import { addTo, type Draft } from './draft.ts';
import { answerers, type FieldModel, isKeyField, type Need, type ObjectModel } from './graph.ts';
import { inParts, leaves } from './randomTypes.ts';

interface Place {
  readonly entity: ObjectModel;
  readonly field: FieldModel;
}

const isLeaf = ({ type }: FieldModel): boolean => leaves.some((leaf) => leaf === type.named);

/** A field that is computed of what another subgraph has. */
export function addRequires(draft: Draft, index: number): void {
  const { tape, calm } = draft;
  const fits = places(draft).flatMap(({ entity, field }) =>
    [...entity.keys.keys()]
      .filter((home) => !field.parts.has(home) || field.parts.get(home)?.does === 'names')
      .flatMap((home) => needsOf(draft, field).map((need) => ({ entity, field, home, need }))),
  );
  if (fits.length === 0) return;
  const { entity, field, home, need } = tape.one(fits);
  calm.add(`${entity.name}.${need.field}`).add(`${field.type.named}.${need.inner}`);
  field.parts.set(home, { does: 'names', directives: ['@external'] });
  const args = field.args === '' ? '' : `(${Object.entries(need.args).map(([name, value]) => `${name}: ${value}`)})`;
  const text = `${need.field}${args}${need.inner === null ? '' : ` { ${need.inner} }`}`;
  const type = { named: 'String', wrap: tape.one(['x', 'x!']) };
  addTo(entity, {
    name: `needs${index}`,
    type,
    args: '',
    parts: inParts([home], `@requires(fields: ${JSON.stringify(text)})`),
    needs: [need],
  });
}

/** A leaf, or a leaf of a value type. */
function needsOf({ objects }: Draft, field: FieldModel): readonly Need[] {
  const args = { '': {}, '(x: Int)': { x: 3 } }[field.args];
  if (args === undefined) return [];
  if (isLeaf(field)) return [{ field: field.name, args, inner: null }];
  const value = objects.get(field.type.named);
  if (value?.kind !== 'value' || field.type.wrap.includes('[')) return [];
  return [...value.fields.values()].filter(isLeaf).map(({ name }) => ({ field: field.name, args, inner: name }));
}

/** A field that answers another subgraph's field of the entity along with it. */
export function addProvides(draft: Draft): void {
  const { tape, objects } = draft;
  const fits = [...objects.values()].flatMap(({ fields }) =>
    [...fields.values()].flatMap((from) =>
      answerers(from).flatMap((subgraph) => {
        const entity = objects.get(from.type.named);
        const foreign = [...(entity?.fields.values() ?? [])].filter(({ parts }) => parts.get(subgraph)?.does !== 'answers');
        if (entity?.kind !== 'entity' || from.parts.get(subgraph)?.provides !== undefined) return [];
        return foreign
          .filter((field) => isFree(entity, field) && isLeaf(field) && field.type.named !== 'Mood')
          .map((field) => ({ from, subgraph, field }));
      }),
    ),
  );
  if (fits.length === 0) return;
  const { from, subgraph, field } = tape.one(fits);
  for (const owner of answerers(field)) addDirective(field, owner, '@shareable');
  field.parts.set(subgraph, { does: 'names', directives: ['@external'] });
  addDirective(from, subgraph, `@provides(fields: "${field.name}")`);
  const part = from.parts.get(subgraph);
  if (part !== undefined) from.parts.set(subgraph, { ...part, provides: [field.name] });
}

function addDirective({ parts }: FieldModel, subgraph: string, directive: string): void {
  const part = parts.get(subgraph);
  const isNew = part !== undefined && !part.directives.some((each) => each.startsWith(directive.replace(/\(.*/, '')));
  if (isNew) parts.set(subgraph, { ...part, directives: [...part.directives, directive] });
}

/** A field that moved from one subgraph to another. */
export function addOverride(draft: Draft): void {
  const fits = places(draft)
    .filter(({ field }) => field.parts.size === 1 && isLeaf(field))
    .flatMap(({ entity, field }) => [...entity.keys.keys()].filter((home) => !field.parts.has(home)).map((home) => ({ field, home })));
  if (fits.length === 0) return;
  const { field, home } = draft.tape.one(fits);
  const [old] = answerers(field);
  if (old === undefined) return;
  field.parts.set(old, { does: 'no longer answers', directives: [] });
  field.parts.set(home, { does: 'answers', directives: [`@override(from: "${old}")`] });
}

/** A field that clients do not see; others may need it. */
export function addInaccessible(draft: Draft): void {
  const fits = places(draft).filter(({ field }) => isLeaf(field));
  if (fits.length === 0) return;
  const { field } = draft.tape.one(fits);
  const [owner] = answerers(field);
  if (owner !== undefined) addDirective(field, owner, '@inaccessible');
}

const places = ({ objects }: Draft): readonly Place[] =>
  [...objects.values()]
    .filter(({ kind }) => kind === 'entity')
    .flatMap((entity) => [...entity.fields.values()].filter((field) => isFree(entity, field)).map((field) => ({ entity, field })));

/** Whether a field is of no key and of no interface, and nothing else has been decided about it that does not fit. */
const isFree = (object: ObjectModel, { name, parts, args, needs }: FieldModel): boolean =>
  name !== 'label' &&
  !isKeyField(object, name) &&
  needs === undefined &&
  (args === '' || args === '(x: Int)') &&
  ![...parts.values()].some(
    ({ does, directives }) => does === 'no longer answers' || directives.some((each) => each.startsWith('@override')),
  );
