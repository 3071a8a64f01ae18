import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';

/** How long a list may be, as `@listSize` says it. */
export interface ListSize {
  readonly assumedSize: number | undefined;
  readonly slicingArguments: readonly string[];
  /** The fields of what is returned whose lists this is the length of; none: the field itself is the list. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** What the members say about cost, by schema coordinate: `Query.inbox`, `Query.inbox(first:)`, `DispatchDocumentInput.to`, `Document`. */
export interface Weights {
  readonly costs: ReadonlyMap<string, number>;
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

/**
 * Reads `@cost` and `@listSize` from a supergraph, under whatever names it imports them. Composition has merged what several members say
 * about one field to the largest.
 */
export function readWeights(supergraphSdl: string): Weights {
  const document = parse(supergraphSdl);
  const [cost, listSize] = [nameIn(document, 'cost'), nameIn(document, 'listSize')];
  const costs = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const noteCost = (coordinate: string, { directives }: Directed): void => {
    const { weight } = argumentsOf(directives, cost) ?? {};
    if (typeof weight === 'number') costs.set(coordinate, weight);
  };
  const noteField = (coordinate: string, field: FieldDefinitionNode | InputValueDefinitionNode): void => {
    noteCost(coordinate, field);
    const size = argumentsOf(field.directives, listSize);
    if (size !== undefined) listSizes.set(coordinate, listSizeOf(size));
    if (field.kind === Kind.FIELD_DEFINITION)
      for (const each of field.arguments ?? []) noteCost(`${coordinate}(${each.name.value}:)`, each);
  };
  for (const node of document.definitions) {
    if (!('name' in node) || node.name === undefined) continue;
    if ('directives' in node) noteCost(node.name.value, node as Directed);
    if ('fields' in node) for (const field of node.fields ?? []) noteField(`${node.name.value}.${field.name.value}`, field);
  }
  return { costs, listSizes };
}

interface Directed {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** `@link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost", { name: "@listSize", as: "@size" }])`: what is not imported has the feature's name before its own. */
function nameIn(document: DocumentNode, directive: 'cost' | 'listSize'): string {
  for (const node of document.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const link of node.directives ?? []) {
      const { url, import: imports } = argumentsOf([link], 'link') ?? {};
      if (typeof url !== 'string' || !/\/cost\/v\d/.test(url) || !Array.isArray(imports)) continue;
      for (const each of imports as readonly (string | { readonly name?: string; readonly as?: string })[]) {
        if (each === `@${directive}`) return directive;
        if (typeof each === 'object' && each.name === `@${directive}`) return (each.as ?? each.name).slice(1);
      }
    }
  }
  return directive === 'cost' ? 'cost' : 'cost__listSize';
}

function argumentsOf(directives: Directed['directives'], name: string): Readonly<Record<string, unknown>> | undefined {
  const found = directives?.find((each) => each.name.value === name);
  if (found === undefined) return undefined;
  return Object.fromEntries((found.arguments ?? []).map((each) => [each.name.value, valueFromASTUntyped(each.value as ConstValueNode)]));
}

const listSizeOf = ({ assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument }: Readonly<Record<string, unknown>>) => ({
  assumedSize: typeof assumedSize === 'number' ? assumedSize : undefined,
  slicingArguments: names(slicingArguments),
  sizedFields: names(sizedFields),
  requireOneSlicingArgument: requireOneSlicingArgument !== false,
});

const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
