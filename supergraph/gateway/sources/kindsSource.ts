import { type DocumentId, parseDocumentId } from '@chancery/domain';
import { buildSchema, type GraphQLSchema, Kind, parse } from 'graphql';
import { kindsSdl } from '../../compose/kinds.ts';
import type { Place } from '../../engine/index.ts';
import { LocalGraphQLDataSource } from '../apollo.ts';
import type { Fetch, Source } from './source.ts';
import type { Reply } from './transport.ts';

/** The same without a call, for compiled plans. */
export function kindsInside(supergraphSdl: string): Place {
  const kinds = new Set(kindsIn(supergraphSdl));
  return {
    kind: 'inside',
    entities: (representations) => representations.map(({ id }) => ({ __typename: 'Document', id, content: contentOf(id, kinds) })),
  };
}

/** The generated subgraph `kinds`: it reads a document's kind from its id, here in the gateway (DESIGN §3.2). */
export class KindsSource implements Source {
  readonly #local: LocalGraphQLDataSource;

  /** @param supergraphSdl its union `Content` names the kinds */
  constructor(supergraphSdl: string) {
    this.#local = new LocalGraphQLDataSource(kindsSchema(kindsIn(supergraphSdl)));
  }

  async fetch({ question }: Fetch): Promise<Reply> {
    return this.#local.process({ request: question, context: {} } as never);
  }
}

const kindsIn = (supergraphSdl: string): readonly string[] =>
  parse(supergraphSdl).definitions.flatMap((node) =>
    node.kind === Kind.UNION_TYPE_DEFINITION && node.name.value === 'Content' ? (node.types ?? []).map(({ name }) => name.value) : [],
  );

function kindsSchema(kinds: readonly string[]): GraphQLSchema {
  const own = kindsSdl(kinds).replace(/^extend schema .*$/m, '');
  const schema = buildSchema(
    `directive @key(fields: String!, resolvable: Boolean = true) on OBJECT
    scalar _Any
    union _Entity = Document
    type Query { _entities(representations: [_Any!]!): [_Entity]! }
    ${own}`,
    { assumeValidSDL: true },
  );
  const known = new Set(kinds);
  const entities = schema.getQueryType()?.getFields()._entities;
  if (entities !== undefined)
    entities.resolve = (_source, { representations }: { representations: readonly { readonly id: unknown }[] }) =>
      representations.map(({ id }) => ({ __typename: 'Document', id, content: contentOf(id, known) }));
  return schema;
}

/** A reference to the content of a document: the same id, as its kind. None for an id of no kind of ours: its owner refuses it. */
function contentOf(id: unknown, kinds: ReadonlySet<string>): { readonly __typename: string; readonly id: string } | null {
  const [, kind] = typeof id === 'string' ? id.split(':') : [];
  return kind !== undefined && kinds.has(kind) && isDocumentId(id) ? { __typename: kind, id } : null;
}

/** What an institution answers may be no id at all: that is its own document's loss. */
function isDocumentId(id: unknown): id is DocumentId {
  try {
    return parseDocumentId(id) === id;
  } catch {
    return false;
  }
}
