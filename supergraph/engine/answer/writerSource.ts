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
 * Writes the source text of the functions that write an answer: one for each object type under each selection, `w0` for the whole. They
 * throw `unusual` where something is not as the graph says (null where none may be, a value of another type, an unknown type): then the
 * answer is completed by graphql-js, which knows what becomes of it.
 * Every name that goes into the text is a name of GraphQL, and stands there as JSON.
 */
export class WriterSource {
  readonly #chosen: Chosen;
  readonly #storedName: StoredName;
  readonly #functions: string[] = [];
  readonly #known = new Map<string, number>();
  readonly #sets = new Map<SelectionSetNode, number>();
  #variables = 0;
  /** By their place in the text `enums[…]`. */
  readonly enums: ReadonlyMap<string, string>[] = [];

  constructor(chosen: Chosen, storedName: StoredName) {
    this.#chosen = chosen;
    this.#storedName = storedName;
  }

  /** The text of all functions for an operation's root. */
  of(root: GraphQLObjectType, selectionSet: SelectionSetNode): string {
    this.#object(root, [selectionSet]);
    return this.#functions.join('\n');
  }

  /** The number of the function that writes an object of a type. */
  #object(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): number {
    const name = `${type.name} ${sets.map((each) => this.#numberOf(each)).join(' ')}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const number = this.#functions.push('') - 1;
    this.#known.set(name, number);
    this.#functions[number] = `function w${number}(o){let r='';${this.#fields(type, sets)}return r;}`;
    return number;
  }

  #fields(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): string {
    let code = '';
    // What is the same in every answer is gathered, and added at once.
    let fixed = '{';
    for (const [name, nodes] of fieldsOf(type, sets, this.#chosen)) {
      fixed += `${fixed === '{' && code === '' ? '' : ','}${JSON.stringify(name)}:`;
      const [node] = nodes;
      if (node === undefined) continue;
      if (node.name.value === '__typename') {
        fixed += JSON.stringify(type.name);
        continue;
      }
      const stored = this.#storedName(name, node.name.value);
      const given = type.getFields()[node.name.value];
      if (given === undefined) throw new TypeError(`${type.name} has no ${node.name.value}.`);
      code += `r+=${JSON.stringify(fixed)};${this.#value(given.type, `o[${JSON.stringify(stored)}]`, nodes)}`;
      fixed = '';
    }
    return `${code}r+=${JSON.stringify(`${fixed}}`)};`;
  }

  /** Code that adds the JSON of a value to `r`. */
  #value(type: GraphQLOutputType, access: string, nodes: readonly FieldNode[]): string {
    const v = `v${this.#variables++}`;
    const isRequired = isNonNullType(type);
    const whenNull = isRequired ? 'throw unusual;' : "r+='null';";
    return `const ${v}=${access};if(${v}==null){${whenNull}}else{${this.#present(isRequired ? type.ofType : type, v, nodes)}}`;
  }

  #present(type: GraphQLOutputType, v: string, nodes: readonly FieldNode[]): string {
    if (isListType(type)) return this.#list(type.ofType, v, nodes);
    if (isEnumType(type)) return `r+=enumValue(enums[${this.#enum(type.getValues().map(({ name }) => name))}],${v});`;
    if (isLeafType(type)) return `r+=${leaves.has(type.name) ? type.name : 'JSON.stringify'}(${v});`;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isObjectType(type)) return `r+=w${this.#object(type, sets)}(objectOf(${JSON.stringify(type.name)},${v}));`;
    if (!isAbstractType(type)) throw new TypeError('A type is an object, abstract, a leaf, or a list.');
    const cases = this.#chosen.schema
      .getPossibleTypes(type)
      .map((each) => `case ${JSON.stringify(each.name)}:r+=w${this.#object(each, sets)}(${v});break;`);
    return `switch(typeNameOf(${v})){${cases.join('')}default:throw unusual;}`;
  }

  #list(item: GraphQLOutputType, v: string, nodes: readonly FieldNode[]): string {
    const i = `i${this.#variables++}`;
    const loop = `for(let ${i}=0;${i}<${v}.length;${i}++){if(${i}>0)r+=',';${this.#value(item, `${v}[${i}]`, nodes)}}`;
    return `if(!Array.isArray(${v}))throw unusual;r+='[';${loop}r+=']';`;
  }

  #enum(names: readonly string[]): number {
    return this.enums.push(new Map(names.map((name) => [name, JSON.stringify(name)]))) - 1;
  }

  #numberOf(set: SelectionSetNode): number {
    const number = this.#sets.get(set) ?? this.#sets.size;
    this.#sets.set(set, number);
    return number;
  }
}

/** Scalars of the specification: each has a function of its name. Others are written as they came. */
const leaves: ReadonlySet<string> = new Set(['ID', 'String', 'Int', 'Float', 'Boolean']);
