import { type ASTNode, type DirectiveNode, type DocumentNode, Kind, parse, visit } from 'graphql';

/** The fields that plans ask for by themselves: those of keys, and those that a field requires. */
export interface PlansAsk {
  readonly byPlans: ReadonlySet<string>;
  /** Fields that some `@requires` asks for with arguments. */
  readonly withArguments: ReadonlySet<string>;
}

/** Reads them from a supergraph: `@join__type(key:)`, `@join__field(requires:)`. */
export function plansAsk(supergraph: DocumentNode): PlansAsk {
  const byPlans = new Set<string>();
  const withArguments = new Set<string>();
  const note = (fields: string): void => {
    visit(parse(`{ ${fields} }`), {
      Field({ name, arguments: given = [] }) {
        byPlans.add(name.value);
        if (given.length > 0) withArguments.add(name.value);
      },
    });
  };
  visit(supergraph, {
    Directive(node: DirectiveNode) {
      const fields =
        node.name.value === 'join__type' ? textOf(node, 'key') : node.name.value === 'join__field' ? textOf(node, 'requires') : null;
      if (fields !== null) note(fields);
    },
  });
  return { byPlans, withArguments };
}

/** An argument of a directive that is written as a text; null where it has none. */
export function textOf(directive: DirectiveNode, argument: string): string | null {
  const value = argumentOf(directive, argument);
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : null;
}

/** Whether an argument of a directive is written `false`. */
export function isFalse(directive: DirectiveNode, argument: string): boolean {
  const value = argumentOf(directive, argument);
  return value?.kind === Kind.BOOLEAN && !value.value;
}

const argumentOf = (directive: DirectiveNode, argument: string): Extract<ASTNode, { readonly kind: Kind }> | undefined =>
  directive.arguments?.find(({ name }) => name.value === argument)?.value;
