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

/** By which names entities are named to subgraphs: by plans, and where several questions go in one call. */
const ofPlans = /^(?:representations|r\d+)$/;

/** By which name a client's variable is planned and sent on: plans and calls have variables of their own beside it. */
const storedVariable = (name: string): string => (ofPlans.test(name) || name.startsWith(prefix) ? prefix + name : name);

/** Values of variables, by the names under which they are planned. */
export function variablesAside(variables: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names = Object.keys(variables);
  if (names.every((name) => storedVariable(name) === name)) return variables;
  return Object.fromEntries(names.map((name) => [storedVariable(name), variables[name]]));
}

/** The same operation, each field called as it is kept, and each variable. */
export function setAside(document: DocumentNode, storedName: StoredName): DocumentNode {
  return visit(document, {
    Variable({ name }) {
      const stored = storedVariable(name.value);
      return stored === name.value ? undefined : { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: stored } };
    },
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
