import { type DirectiveNode, type DocumentNode, Kind, parse, print } from 'graphql';
import { type CheckedGraph, type Fault, hasPlace } from './fault.ts';
import { placeBefore } from './releasedPlace.ts';

/** What each directive is for that must not be lost; where the answer is true, it must also say what it said. */
const guarded: Readonly<Record<string, { readonly exactly: boolean; readonly remedy: string }>> = {
  routedBy: { exactly: true, remedy: 'Write it as it was: nobody else knows which institution answers the field.' },
  inaccessible: { exactly: false, remedy: 'Write it as it was: it is for services, and would be public.' },
  cost: { exactly: false, remedy: 'Write it as it was: what it costs would not be counted.' },
  listSize: { exactly: false, remedy: 'Write it as it was: how long a list is would not be counted.' },
  key: { exactly: true, remedy: 'Write it as it was: others find it by that key.' },
  provides: { exactly: true, remedy: 'Write it as it was: who has just changed something would read what was before.' },
  requires: { exactly: true, remedy: 'Write it as it was: the field is answered from what it asks of others.' },
};

type Places = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** Places that a directive of federation stood on in the released graph, and stands on no more. A place that is gone needs none. */
export function findLostDirectives({ members, released, composed }: CheckedGraph): readonly Fault[] {
  const [before, now] = [placesIn(parse(released)), placesIn(parse(composed))];
  return [...before].flatMap(([coordinate, directives]) => {
    const [type = '', field] = coordinate.split('.');
    if (!hasPlace(members, type, field)) return [];
    return [...directives].flatMap(([name, texts]) => {
      const [kept, rule] = [now.get(coordinate)?.get(name), guarded[name]];
      if (rule === undefined || (rule.exactly ? [...texts].every((text) => kept?.has(text)) : kept !== undefined)) return [];
      const says = `@${name} on ${coordinate} is lost${rule.exactly ? ', or says something else than it did' : ''}.`;
      return [{ ...placeBefore({ members, released }, type, field), says, remedy: rule.remedy }];
    });
  });
}

function placesIn(document: DocumentNode): Places {
  const places = new Map<string, Map<string, Set<string>>>();
  const note = (coordinate: string, nodes: readonly DirectiveNode[] = []): void => {
    const found = places.get(coordinate) ?? new Map<string, Set<string>>();
    for (const [name, text] of nodes.flatMap(meantBy)) found.set(name, (found.get(name) ?? new Set()).add(text));
    if (found.size > 0) places.set(coordinate, found);
  };
  for (const node of document.definitions) {
    if (!('name' in node) || node.name === undefined || node.name.value.includes('__')) continue;
    if ('directives' in node) note(node.name.value, node.directives);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of node.fields ?? []) note(`${node.name.value}.${field.name.value}`, field.directives);
  }
  return places;
}

/** A supergraph writes keys, and what a field provides and requires, as arguments of its own directives, with the member that says it. */
function meantBy(directive: DirectiveNode): readonly (readonly [name: string, text: string])[] {
  const name = directive.name.value;
  if (name !== 'join__type' && name !== 'join__field') return [[name, print(directive)]];
  const said = new Map((directive.arguments ?? []).map((argument) => [argument.name.value, print(argument.value)]));
  return ['key', 'provides', 'requires'].flatMap((argument) =>
    said.has(argument) ? [[argument, `${said.get('graph')} ${said.get(argument)}`] as const] : [],
  );
}
