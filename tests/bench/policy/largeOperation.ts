import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** As many fields as the large operation has. */
export const LARGE_FIELDS = 500;
const DEEPEST = 6;

/** Fields that are still to be asked for. */
interface Wanted {
  left: number;
  readonly variables: Map<string, string>;
}

/** A query of exactly so many fields, each root field of the graph in turn, as deep as it goes, again under another name when all are in it. */
export function operationOfFields(schema: GraphQLSchema, fields: number, directive: string): string {
  const wanted: Wanted = { left: fields, variables: new Map(directive === '' ? [] : [['isAsked', 'Boolean!']]) };
  const root = schema.getQueryType();
  const rootFields = Object.values(root?.getFields() ?? {}).filter(({ name }) => !name.startsWith('_'));
  const selections: string[] = [];
  for (let turn = 0; wanted.left > 0; turn++) {
    const field = rootFields[turn % rootFields.length];
    if (field === undefined) throw new Error('The graph has no fields.');
    const selection = selected(schema, field, wanted, 1, [], `r${turn}: `);
    if (selection !== null) selections.push(turn === 0 ? selection.replace(' {', ` ${directive} {`) : selection);
  }
  const variables = [...wanted.variables].map(([name, type]) => `$${name}: ${type}`).join(', ');
  return `query Large${variables === '' ? '' : `(${variables})`} { ${selections.join(' ')} }`;
}

function selected(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  wanted: Wanted,
  depth: number,
  above: readonly GraphQLNamedType[],
  alias: string,
): string | null {
  const given = getNamedType(field.type);
  const isLeaf = !isObjectType(given) && !isAbstractType(given);
  if (wanted.left === 0 || (!isLeaf && (depth === DEEPEST || above.includes(given) || wanted.left < 2))) return null;
  wanted.left -= 1;
  const own = `${alias}${field.name}${argumentsOf(field, wanted)}`;
  if (isLeaf) return own;
  const below = isObjectType(given)
    ? inside(schema, given, wanted, depth, [...above, given], false)
    : schema
        .getPossibleTypes(given)
        .map((type) => ({ type, selections: inside(schema, type, wanted, depth, [...above, given, type], true) }))
        .filter(({ selections }) => selections !== '')
        .map(({ type, selections }) => `... on ${type.name} { ${selections} }`)
        .join(' ');
  if (below !== '') return `${own} { ${below} }`;
  return `${own} { __typename }`;
}

/** `aliased`: fields of several types stand side by side, and may not differ under one name. */
function inside(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  wanted: Wanted,
  depth: number,
  above: readonly GraphQLNamedType[],
  aliased: boolean,
): string {
  return Object.values(type.getFields())
    .flatMap((field) => selected(schema, field, wanted, depth + 1, above, aliased ? `${type.name}_${field.name}: ` : '') ?? [])
    .join(' ');
}

function argumentsOf({ args }: GraphQLField<unknown, unknown>, { variables }: Wanted): string {
  const required = args.filter(isRequiredArgument).map((argument) => {
    const type = String(argument.type);
    const name = type.replace(/\W/g, '').toLowerCase();
    variables.set(name, type);
    return `${argument.name}: $${name}`;
  });
  return required.length === 0 ? '' : `(${required.join(', ')})`;
}
