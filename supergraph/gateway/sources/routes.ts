import { invariant } from '@chancery/domain';
import { type FieldDefinitionNode, Kind, parse } from 'graphql';

/** By the name of a root field: the argument that names the institution, such as `input.documentId` (DESIGN §3.1). */
export type Routes = ReadonlyMap<string, string>;

/** Reads `@routedBy` from the supergraph. Every root field of the perimeter standard has one, or nobody would know whom to ask. */
export function readRoutes(supergraphSdl: string): Routes {
  const roots = parse(supergraphSdl).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && (node.name.value === 'Query' || node.name.value === 'Mutation') ? (node.fields ?? []) : [],
  );
  const ofPerimeters = roots.filter((field) => argumentOf(field, 'join__field', 'graph') === 'PERIMETER');
  return new Map(
    ofPerimeters.map((field) => {
      const route = argumentOf(field, 'routedBy', 'argument');
      invariant(route !== undefined, `${field.name.value} of the perimeter standard has a @routedBy`);
      return [field.name.value, route];
    }),
  );
}

function argumentOf(field: FieldDefinitionNode, directive: string, argument: string): string | undefined {
  const value = field.directives
    ?.find(({ name }) => name.value === directive)
    ?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
