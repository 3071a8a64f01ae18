import type { Answer } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { costsOf } from '../kit/costs.ts';
import { everythingFollowed } from '../kit/followedFeeds.ts';
import { sideBySide } from '../kit/sideBySide.ts';
import { dispatched, type Walk } from '../kit/walks.ts';

const DOCUMENTS = 100;

/** Seven kinds of five institutions, two of them on the shared server. */
const walks: readonly Walk[] = [
  { institution: 'JUS', kind: 'LegalOpinion', to: 'STA' },
  { institution: 'JUS', kind: 'CourtRuling', to: 'STA' },
  { institution: 'FIN', kind: 'BudgetRequest', to: 'STA' },
  { institution: 'FIN', kind: 'PaymentOrder', to: 'STA' },
  { institution: 'MOH', kind: 'EpidemicReport', to: 'STA' },
  { institution: 'MOH', kind: 'LicenceNotice', to: 'STA' },
  { institution: 'NAR', kind: 'OfficialLetter', to: 'STA' },
  { institution: 'STA', kind: 'OfficialLetter', to: 'JUS' },
];

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
  const all = Array.from({ length: DOCUMENTS }, (_, index) => walks[index % walks.length]);
  await sideBySide(10, all, (walk) => dispatched(circuit.desk(), { ...walk, facts: { access: 'PUBLIC' } }));
  await everythingFollowed(circuit);
  // The first call of a service to another learns what the other's run is called: one call more, once.
  await cost(`consignments { id } auditEntries { id } institution { sector } ${contents}`);
}, 180_000);
afterAll(() => circuit?.close());

/** What a list of all hundred documents costs, with these fields of each. */
async function cost(fields: string) {
  const query = `query Hundred { documents(first: ${DOCUMENTS}) { edges { node { ${fields} } } } }`;
  type Data = { readonly documents: { readonly edges: readonly { readonly node: Record<string, unknown> | null }[] } };
  const answers: Answer<Data>[] = [];
  const costs = await costsOf(circuit, 'Hundred', async () => {
    answers.push(await circuit.ask<Data>(query, {}, { as: { institution: 'STA', duty: 'REGISTRAR' } }));
  });
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  const nodes = answers.flatMap(({ data }) => data?.documents.edges.map(({ node }) => node) ?? []);
  expect(nodes.filter((node) => node !== null && Object.values(node).every((value) => value !== null))).toHaveLength(DOCUMENTS);
  return costs;
}

const once = { calls: 1, statements: 1 };
const twoInOne = { calls: 1, statements: 2 };
const everyServer = { justice: once, finance: once, health: once, hosted: once };
const contents = `content {
  ... on LegalOpinion { question legalBasis } ... on CourtRuling { court parties } ... on BudgetRequest { programme amount }
  ... on PaymentOrder { payee payOn } ... on EpidemicReport { disease cases } ... on LicenceNotice { holder } ... on OfficialLetter { body }
}`;

describe(`a list of ${DOCUMENTS} documents`, () => {
  test('costs one call and one statement for its ids alone', async () => {
    expect(await cost('id')).toEqual({ catalogue: once });
  });

  test('costs one call and one statement for each server of the institutions that it touches', async () => {
    const card = 'id kind title status access documentDate version createdAt outgoingNumber registeredAt signatures { name digest }';
    expect(await cost(card)).toEqual({ catalogue: once, ...everyServer });
  });

  test('costs one more statement in the same call for content', async () => {
    expect(await cost(`title ${contents}`)).toEqual({
      catalogue: once,
      justice: twoInOne,
      finance: twoInOne,
      health: twoInOne,
      hosted: twoInOne,
    });
  });

  test('costs one more of each for where the documents went', async () => {
    expect(await cost('title consignments { id state acceptedAt }')).toEqual({ catalogue: once, ...everyServer, exchange: once });
  });

  test('costs one more of each for what was done with them', async () => {
    expect(await cost('title auditEntries(last: 3) { act at outcome traceId }')).toEqual({ catalogue: once, ...everyServer, audit: once });
  });

  test('costs nothing more for the names of institutions and of authors', async () => {
    expect(await cost('title institution { name } author { name }')).toEqual({ catalogue: once, ...everyServer });
  });

  test('costs one more of each for what else is asked of institutions and of authors', async () => {
    expect(await cost('title institution { name sector }')).toEqual({ catalogue: once, ...everyServer, directory: once });
    expect(await cost('title author { name dismissedAt }')).toEqual({ catalogue: once, ...everyServer, directory: once });
  });

  test('costs for all of it together no more than the sum', async () => {
    const all = `id title institution { name sector } author { name } ${contents} consignments { id state to { name } } auditEntries(last: 3) { act }`;
    const costs = await cost(all);
    expect(costs).toEqual({
      catalogue: once,
      justice: twoInOne,
      finance: twoInOne,
      health: twoInOne,
      hosted: twoInOne,
      exchange: once,
      audit: once,
      directory: once,
    });
  });
});
