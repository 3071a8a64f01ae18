import { type DocumentNode, Kind, visit } from 'graphql';

/** By which name the answers to a field are kept until the response is written. */
export type StoredName = (responseName: string, fieldName: string) => string;

const prefix = 'aside__';
const ofEveryObject: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * A client may call a field by the name of another one that plans ask for by themselves: `id: title` beside the key `id`, or a field with
 * arguments of its own beside the same field in `@requires`. Apollo's planner takes the two for one. Such fields are planned under another
 * name, and so is what is called like something that every object of JavaScript has.
 */
export function storedNames(asked: { readonly byPlans: ReadonlySet<string>; readonly withArguments: ReadonlySet<string> }): StoredName {
  return (responseName, fieldName) => {
    const collides = responseName !== fieldName && (asked.byPlans.has(responseName) || responseName.startsWith('__'));
    return collides || asked.withArguments.has(fieldName) || ofEveryObject.has(responseName) || responseName.startsWith(prefix)
      ? prefix + responseName
      : responseName;
  };
}

/** The same operation, each field called as it is kept. */
export function setAside(document: DocumentNode, storedName: StoredName): DocumentNode {
  return visit(document, {
    Field(node) {
      const responseName = (node.alias ?? node.name).value;
      const stored = storedName(responseName, node.name.value);
      return stored === responseName ? undefined : { ...node, alias: { kind: Kind.NAME, value: stored } };
    },
  });
}

/** A place in what has come, as the client calls it. */
export const asAsked = (path: readonly (string | number)[]): readonly (string | number)[] =>
  path.map((part) => (typeof part === 'string' && part.startsWith(prefix) ? part.slice(prefix.length) : part));
