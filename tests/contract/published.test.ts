import { trustedOperations } from '@chancery/schema';
import { Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { publicGraph } from '../kit/publicGraph.ts';

const graph = publicGraph();

/** The root fields that published operations of a type ask for. */
const publishedRoots = (type: 'query' | 'mutation'): ReadonlySet<string> =>
  new Set(
    trustedOperations()
      .filter((operation) => operation.type === type)
      .flatMap(({ body }) => parse(body).definitions)
      .flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? node.selectionSet.selections : []))
      .flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : [])),
  );

test.each([
  ['every list and record', 'query', graph.getQueryType()],
  ['every command', 'mutation', graph.getMutationType()],
] as const)('%s of the graph stands in a published operation: public clients run no other (§1.6)', (_what, operation, type) => {
  const published = publishedRoots(operation);

  expect(Object.keys(type?.getFields() ?? {}).filter((field) => !published.has(field))).toEqual([]);
});
