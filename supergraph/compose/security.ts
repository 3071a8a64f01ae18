import { type DocumentNode, Kind, visit } from 'graphql';

const securityDirectives = ['authenticated', 'requiresScopes', 'policy'];

/**
 * Where a subgraph asks for a rule that nobody would carry out, one sentence each.
 * Renamed imports and namespaced names count as well: the name is looked for at its end.
 */
export function findSecurityDirectives(member: { readonly name: string; readonly typeDefs: DocumentNode }): readonly string[] {
  const names = new Set([...securityDirectives, ...importedAs(member.typeDefs)]);
  const found: string[] = [];
  visit(member.typeDefs, {
    Directive: (node, _key, _parent, _path, ancestors) => {
      const name = node.name.value.replace(/^.*__/, '');
      if (!names.has(node.name.value) && !names.has(name)) return;
      found.push(
        `${member.name}: @${node.name.value} on ${whereOf(ancestors)} cannot be compiled into a rule yet; write the rule in policy/.`,
      );
    },
  });
  return found;
}

/** `@link(import: [{ name: "@policy", as: "@rule" }])` brings a directive in under another name. */
function importedAs(typeDefs: DocumentNode): readonly string[] {
  const names: string[] = [];
  visit(typeDefs, {
    ObjectValue: ({ fields }) => {
      const value = (name: string): string => {
        const field = fields.find((each) => each.name.value === name);
        return field?.value.kind === Kind.STRING ? field.value.value.replace(/^@/, '') : '';
      };
      if (securityDirectives.includes(value('name'))) names.push(value('as'));
    },
  });
  return names;
}

function whereOf(ancestors: readonly unknown[]): string {
  const names = ancestors.flatMap((node) => {
    const name = (node as { readonly name?: { readonly value?: string } } | undefined)?.name?.value;
    return name === undefined ? [] : [name];
  });
  return names.join('.') || 'schema';
}
