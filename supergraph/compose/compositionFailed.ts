import { type ASTNode, GraphQLError } from 'graphql';

/** What is wrong, and where, as far as the composer says it. */
export interface CompositionFault {
  readonly says: string;
  /** The member whose SDL is meant, and the line there. */
  readonly member?: string | undefined;
  readonly line?: number | undefined;
}

/** The subgraphs do not fit together. `faults` says how, one sentence each. */
export class CompositionFailed extends Error {
  readonly faults: readonly CompositionFault[];

  constructor(faults: readonly CompositionFault[]) {
    super(['The supergraph cannot be composed:', ...faults.map((fault) => `  - ${lined(fault)}`)].join('\n'));
    this.name = 'CompositionFailed';
    this.faults = faults;
  }
}

const lined = ({ says, member, line }: CompositionFault): string =>
  member === undefined ? says : `${says} (${member}, line ${line ?? 1})`;

/** An error of the composer: a sentence with its code first, and where it was met first. */
export function faultOf(error: GraphQLError): CompositionFault {
  const { code } = error.extensions;
  const says = typeof code === 'string' ? `${code}: ${error.message}` : error.message;
  const node: (ASTNode & { readonly subgraph?: string }) | undefined = error.nodes?.[0];
  return { says, member: node?.subgraph, line: node?.loc?.startToken.line };
}

/** What cannot be read at all. */
export function unreadable(member: string, error: unknown): CompositionFault {
  if (!(error instanceof GraphQLError)) throw error;
  return { says: error.message, member, line: error.locations?.[0]?.line };
}
