import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { StoredName } from '../planning/setAside.ts';
import { type Chosen, fieldsOf } from './selections.ts';

/**
 * Writes the source text of the functions that give an answer its shape: one for each object type under each selection, `s0` for the whole.
 * Each makes an object with exactly the fields that were asked for, in their order, which JSON.stringify then writes. They throw `unusual` where
 * something is not as the graph says (null where none may be, a value of another type, an unknown type): then the answer is completed by
 * graphql-js, which knows what becomes of it.
 * Every name that goes into the text is a name of GraphQL, and stands there as JSON.
 */
export class ShaperSource {
  readonly #chosen: Chosen;
  readonly #storedName: StoredName;
  readonly #functions: string[] = [];
  readonly #known = new Map<string, string>();
  readonly #sets = new Map<SelectionSetNode, number>();
  /** By their place in the text `enums[…]`. */
  readonly enums: ReadonlySet<string>[] = [];

  constructor(chosen: Chosen, storedName: StoredName) {
    this.#chosen = chosen;
    this.#storedName = storedName;
  }

  /** The text of all functions for an operation's root. */
  of(root: GraphQLObjectType, selectionSet: SelectionSetNode): string {
    this.#object(root, [selectionSet]);
    return this.#functions.join('\n');
  }

  /** The name of the function that shapes an object of a type. */
  #object(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): string {
    const fields = () => [...fieldsOf(type, sets, this.#chosen)].map(([name, nodes]) => this.#field(type, name, nodes));
    return this.#function(`object ${type.name} ${this.#named(sets)}`, () => `let v;return{${fields().join(',')}};`);
  }

  #field(type: GraphQLObjectType, name: string, nodes: readonly FieldNode[]): string {
    // Written plainly, this one name would stand for something else.
    const key = name === '__proto__' ? '["__proto__"]' : JSON.stringify(name);
    const fieldName = nodes[0]?.name.value ?? '';
    if (fieldName === '__typename') return `${key}:${JSON.stringify(type.name)}`;
    const given = type.getFields()[fieldName];
    if (given === undefined) throw new TypeError(`${type.name} has no ${fieldName}.`);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return `${key}:${this.#value(given.type, `o[${JSON.stringify(this.#storedName(name, fieldName))}]`, sets)}`;
  }

  /** An expression for a value, read once. */
  #value(type: GraphQLOutputType, access: string, sets: readonly SelectionSetNode[]): string {
    const present = isNonNullType(type) ? this.#present(type.ofType, sets) : this.#present(type, sets);
    return `(v=${access})==null?${isNonNullType(type) ? 'none()' : 'null'}:${present}`;
  }

  /** An expression for the value `v`, which is there. */
  #present(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): string {
    if (isListType(type)) return `${this.#list(type.ofType, sets)}(v)`;
    if (isEnumType(type)) return `enumValue(enums[${this.enums.push(new Set(type.getValues().map(({ name }) => name))) - 1}],v)`;
    if (isLeafType(type)) return checked.has(type.name) ? `${type.name}(v)` : 'v';
    if (isObjectType(type)) return `${this.#object(type, sets)}(objectOf(${JSON.stringify(type.name)},v))`;
    if (isAbstractType(type)) return `${this.#oneOf(this.#chosen.schema.getPossibleTypes(type), sets)}(v)`;
    throw new TypeError('A type is an object, abstract, a leaf, or a list.');
  }

  #list(item: GraphQLOutputType, sets: readonly SelectionSetNode[]): string {
    const loop = () => `const r=new Array(o.length);let v;for(let i=0;i<o.length;i++)r[i]=${this.#value(item, 'o[i]', sets)};return r;`;
    return this.#function(`list ${item} ${this.#named(sets)}`, () => `if(!Array.isArray(o))throw unusual;${loop()}`);
  }

  #oneOf(types: readonly GraphQLObjectType[], sets: readonly SelectionSetNode[]): string {
    const cases = () => types.map((each) => `case ${JSON.stringify(each.name)}:return ${this.#object(each, sets)}(o);`).join('');
    return this.#function(`one ${types.join(' ')} ${this.#named(sets)}`, () => `switch(typeNameOf(o)){${cases()}default:throw unusual;}`);
  }

  /** The name of the function that does this; its text is made once. */
  #function(what: string, body: () => string): string {
    const known = this.#known.get(what);
    if (known !== undefined) return known;
    const at = this.#functions.push('') - 1;
    this.#known.set(what, `s${at}`);
    this.#functions[at] = `function s${at}(o){${body()}}`;
    return `s${at}`;
  }

  #named(sets: readonly SelectionSetNode[]): string {
    return sets
      .map((set) => {
        const number = this.#sets.get(set) ?? this.#sets.size;
        this.#sets.set(set, number);
        return number;
      })
      .join(' ');
  }
}

/** Scalars of the specification: each has a function of its name. Others are written as they came. */
const checked: ReadonlySet<string> = new Set(['ID', 'String', 'Int', 'Float', 'Boolean']);
