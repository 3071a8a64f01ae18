import { readdirSync, readFileSync } from 'node:fs';
import { readSupergraph } from '@chancery/schema';
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { typeNamesOf } from '../../../supergraph/engine/data/typeNames.ts';
import { fragmentsOf } from '../../../supergraph/engine/fragmentsOf.ts';
import { chosenOperation } from '../../../supergraph/engine/planning/chosenOperation.ts';
import { joinSiblings } from '../../../supergraph/engine/planning/joinSiblings.ts';
import { withoutKnownTypeNames } from '../../../supergraph/engine/planning/knownTypeNames.ts';
import { Planner } from '../../../supergraph/engine/planning/planner.ts';
import { compileSplicer } from '../../../supergraph/engine/splice/compileSplicer.ts';
import { planned } from '../../../supergraph/gateway/supergraphExecutor.ts';
import { placeOf } from '../supergraph/circuitSides.ts';

const folder = new URL('../../../schema/operations/', import.meta.url);
const published = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => parse(readFileSync(new URL(file, folder), 'utf8')));
const supergraphSdl = readSupergraph();
const planner = new Planner(planned(supergraphSdl));
const types = typeNamesOf(planner.whole);

test('every published operation can be spliced', () => {
  const left = published.flatMap((document) =>
    document.definitions
      .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
      .filter((definition) => !isSpliced(document, definition))
      .map(({ name }) => name?.value),
  );

  expect(published.length).toBeGreaterThan(50);
  expect(left).toEqual([]);
});

function isSpliced(document: DocumentNode, { name, operation, selectionSet }: OperationDefinitionNode): boolean {
  const { schema, whole, storedName } = planner;
  const root = schema.getRootType(operation);
  const { node } = planner.plan(chosenOperation(schema, document, name?.value, {}), name?.value);
  if (root == null || node === undefined || node.kind === 'Subscription') throw new Error('There is nothing to splice.');
  const plan = joinSiblings(withoutKnownTypeNames(node, whole));
  const asked = { schema, fragments: fragmentsOf(document), choice: {} };
  return compileSplicer({ root, selectionSet, plan, types, placeOf: placeOf(supergraphSdl), asked, whole, storedName }) !== null;
}
