import { type FieldModel, fieldsOfKey, type Graph, type ObjectModel, printed } from './graph.ts';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requires", "@provides", "@external", "@override", "@inaccessible"])';
const inputs = 'input In { a: Int! kind: Kind = BLUE deep: In list: [String] }';

/** What a subgraph says of the graph. */
export function sdlOf(graph: Graph, subgraph: string): string {
  const named = namesIn(graph, subgraph);
  const isUsed = (name: string) => named.has(name);
  const objects = [...graph.objects.values()]
    .filter(({ name }) => isUsed(name))
    .map((object) => objectSdl(graph, object, subgraph, isUsed));
  const abstracts = [...graph.abstracts.values()]
    .filter(({ name }) => isUsed(name))
    .map(({ name, kind, members, fields }) =>
      kind === 'union'
        ? `union ${name} = ${members.get(subgraph)?.join(' | ')}`
        : `interface ${name} { ${fields
            .get(subgraph)
            ?.map((field) => interfaceField(graph, field))
            .join(' ')} }`,
    );
  const leaves = [
    ...(isUsed('Json') ? ['scalar Json'] : []),
    ...(isUsed('Kind') || isUsed('In') ? ['enum Kind { RED GREEN BLUE }'] : []),
    ...(isUsed('In') ? [inputs] : []),
    ...(isUsed('Mood') ? [`enum Mood { ${graph.moods.get(subgraph)?.join(' ')} }`] : []),
  ];
  return [link, ...objects, ...abstracts, ...leaves].join('\n');
}

/** All types that a subgraph's own fields lead to. */
function namesIn(graph: Graph, subgraph: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const object = graph.objects.get(name);
    for (const { type, args } of object === undefined ? [] : fieldsIn(object, subgraph)) {
      visit(type.named);
      for (const [argument] of args.matchAll(/In\b|Kind/g)) visit(argument);
    }
    for (const member of graph.abstracts.get(name)?.members.get(subgraph) ?? []) visit(member);
  };
  for (const object of graph.objects.values()) {
    if (object.keys.has(subgraph) || (object.kind === 'root' && fieldsIn(object, subgraph).length > 0)) visit(object.name);
  }
  return found;
}

function fieldsIn(object: ObjectModel, subgraph: string): readonly FieldModel[] {
  const all = [...object.fields.values()];
  if (object.kind === 'value') return all;
  const isStub = object.kind === 'entity' && !object.keys.has(subgraph);
  const naming = isStub ? fieldsOfKey(object.nameKey) : [];
  return all.filter(({ name, parts }) => parts.has(subgraph) || naming.includes(name));
}

function objectSdl(graph: Graph, object: ObjectModel, subgraph: string, isUsed: (name: string) => boolean): string {
  const { name, kind, keys, nameKey } = object;
  const own = keys.get(subgraph);
  const keyed = own?.map((key) => `@key(fields: "${key}")`) ?? (kind === 'entity' ? [`@key(fields: "${nameKey}", resolvable: false)`] : []);
  const directives = kind === 'value' || kind === 'split' ? ['@shareable'] : keyed;
  const interfaces = [...graph.abstracts.values()].filter(
    (each) => each.kind === 'interface' && isUsed(each.name) && each.members.get(subgraph)?.includes(name),
  );
  const implementing = interfaces.length === 0 ? '' : ` implements ${interfaces.map((each) => each.name).join(' & ')}`;
  const fields = fieldsIn(object, subgraph).map((field) => fieldSdl(field, subgraph));
  return `type ${name}${implementing} ${directives.join(' ')} {\n  ${fields.join('\n  ')}\n}`;
}

const fieldSdl = ({ name, type, args, parts }: FieldModel, subgraph: string): string =>
  [`${name}${args}: ${printed(type)}`, ...(parts.get(subgraph)?.directives ?? [])].join(' ');

/** All objects have it alike. */
function interfaceField({ objects }: Graph, name: string): string {
  const field = [...objects.values()]
    .find(({ fields }) => fields.has(name) && (name !== 'label' || fields.get(name)?.args === ''))
    ?.fields.get(name);
  return field === undefined ? '' : `${name}: ${printed(field.type)}`;
}
