import { Refusal } from '@chancery/domain';
import { buildSchema, execute, type GraphQLSchema } from 'graphql';
import { asError } from '../../supergraph/gateway/errors.ts';
import { authorise } from '../../supergraph/gateway/operation/authorise.ts';
import { Decisions } from '../../supergraph/gateway/operation/decisions.ts';
import { Preparation } from '../../supergraph/gateway/operation/prepare.ts';
import { project } from '../../supergraph/gateway/operation/project.ts';
import type { Answer } from '../../supergraph/gateway/passage.ts';

/** A graph of documents of two kinds, with a field that may not be null beside each that may. */
export const schema = buildSchema(`
  type Query { document(id: ID): Document documents: [Document] strict: Document! }
  type Mutation { sign(id: ID): SignPayload register(id: ID): SignPayload }
  type SignPayload { document: Document }
  type Document { id: ID! title: String! secret: String strictSecret: String! content: Content author: Document }
  union Content = Ruling | Letter
  type Ruling { id: ID! judge: String }
  type Letter { id: ID! body: String! }`);

const content = [
  { __typename: 'Ruling', id: 'r', judge: 'J' },
  { __typename: 'Letter', id: 'l', body: 'B' },
];
const documents = content.map((each, i) => ({
  __typename: 'Document',
  id: `${i}`,
  title: `T${i}`,
  secret: 'S',
  strictSecret: 'SS',
  content: each,
}));
const root = { document: { ...documents[0], author: documents[1] }, documents, strict: documents[1] };

/** Each fragment doubles the next; the last of them, `F30`, is to be added. */
export const bomb = Array.from(
  { length: 30 },
  (_, i) => `fragment F${i} on Document { a: author { ...F${i + 1} } b: author { ...F${i + 1} } }`,
).join(' ');

/** What the gateway answers: decided, pruned, fetched from a whole graph, projected. Also what was fetched. */
export async function ask(query: string, denied: readonly string[], variables: Readonly<Record<string, unknown>> = {}) {
  const operation = new Preparation(schema).prepare(query, null);
  const given = new Preparation(schema).variables(operation, variables);
  const refuse = async (type: string, field: string) => (denied.includes(`${type}.${field}`) ? new Refusal('DUTY_REQUIRED') : null);
  const decisions = new Decisions({ hash: '0', decide: refuse });
  const verdict = await authorise(schema, operation, given, decisions, { caller: null, scopes: [] });
  const fetched: Answer = verdict.allowed === null ? { data: {} } : await fetchFrom(schema, verdict.allowed.document, given);
  const answer = verdict.denied.size === 0 ? fetched : await project(schema, operation, given, fetched, verdict.denied);
  return { answer: JSON.parse(JSON.stringify(answer)) as Answer, verdict, fetched: JSON.stringify(fetched) };
}

async function fetchFrom(
  graph: GraphQLSchema,
  document: Parameters<typeof execute>[0]['document'],
  variableValues: object,
): Promise<Answer> {
  const { data = null, errors } = await execute({ schema: graph, document, rootValue: root, variableValues: { ...variableValues } });
  return { data, ...(errors === undefined ? {} : { errors: errors.map((error) => error.toJSON()) }) };
}

/** What is said of a denied field. */
export const refusedAt = (...path: readonly (string | number)[]) => asError(new Refusal('DUTY_REQUIRED'), path);
