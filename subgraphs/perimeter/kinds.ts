import { cleanLine, cleanText, type Json, type Kind, parseKind, Refusal, type SignedPart, textLimits } from '@chancery/domain';
import { Kind as Node, type ObjectTypeDefinitionNode, parse, type TypeNode } from 'graphql';

/** What an institution says of one of its kinds. */
export interface KindDeclaration {
  /** Fields of the content that must be filled in before a document is signed. §4.2 */
  readonly requiredToSign: readonly string[];
  /** Fields that hold long texts of several lines; all other texts are lines. */
  readonly texts?: readonly string[];
}

/** A kind with the fields of its content, as the institution's SDL defines them. */
export interface KindContent {
  readonly kind: Kind;
  readonly requiredToSign: readonly string[];
  readonly fields: readonly ContentField[];
}

interface ContentField {
  readonly name: string;
  readonly form: 'text' | 'line' | 'lines' | 'value';
}

/** How many texts a list takes. */
const LONGEST_LIST = 100;

/** Reads the kinds' fields from an institution's SDL; throws where the declaration names what the SDL lacks. */
export function kindsOf(sdl: string, declarations: Readonly<Record<string, KindDeclaration>>): ReadonlyMap<string, KindContent> {
  const types = parse(sdl).definitions.filter((definition) => definition.kind === Node.OBJECT_TYPE_DEFINITION);
  const kinds = Object.entries(declarations).map(([name, declaration]) => {
    const type = types.find((candidate) => candidate.name.value === name);
    if (type === undefined) throw new Error(`The SDL has no type ${name}.`);
    return [name, kindContent(type, declaration)] as const;
  });
  return new Map(kinds);
}

/** The fields of a kind that an input fills in, checked; a field that is null is left without value, one that is left out is not named. */
export function contentOf({ fields }: KindContent, input: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> {
  const given = fields.filter(({ name }) => input[name] !== undefined);
  return Object.fromEntries(given.map((field) => [field.name, contentValue(field, input[field.name])]));
}

/** Content after a change; fields without value are not kept. */
export const withChanges = (content: SignedPart['content'], changes: Readonly<Record<string, Json>>): SignedPart['content'] =>
  Object.fromEntries(Object.entries({ ...content, ...changes }).filter(([, value]) => value !== null));

function kindContent(type: ObjectTypeDefinitionNode, { requiredToSign, texts = [] }: KindDeclaration): KindContent {
  const nodes = (type.fields ?? []).filter(({ name }) => name.value !== 'id');
  const names = nodes.map(({ name }) => name.value);
  const strange = [...requiredToSign, ...texts].find((name) => !names.includes(name));
  if (strange !== undefined) throw new Error(`${type.name.value} has no field ${strange}.`);
  const fields = nodes.map(({ name, type: written }) => ({ name: name.value, form: formOf(written, texts.includes(name.value)) }));
  return { kind: parseKind(type.name.value), requiredToSign, fields };
}

function formOf(type: TypeNode, isLong: boolean): ContentField['form'] {
  if (type.kind === Node.NON_NULL_TYPE) return formOf(type.type, isLong);
  if (type.kind === Node.LIST_TYPE) return 'lines';
  if (type.name.value !== 'String') return 'value';
  return isLong ? 'text' : 'line';
}

function contentValue({ name, form }: ContentField, value: unknown): Json {
  if (value === null) return null;
  switch (form) {
    case 'text':
      return cleanText(name, String(value), textLimits.body);
    case 'line':
      return cleanLine(name, String(value));
    case 'lines':
      return linesOf(name, value as readonly unknown[]);
    case 'value':
      return value instanceof Date ? value.toISOString() : (value as Json);
  }
}

function linesOf(name: string, values: readonly unknown[]): Json {
  if (values.length > LONGEST_LIST) throw new Refusal('BAD_INPUT', `${name} takes ${LONGEST_LIST} items, not ${values.length}.`);
  return values.map((value) => cleanLine(name, String(value)));
}
