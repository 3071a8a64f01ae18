import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { batchesOf, enrol, importers, type LoadSource, load, openFolder } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const isThere = existsSync(data);

test.runIf(!isThere)('the public data are there', ({ skip }) => {
  if (process.env.CI) throw new Error(`${data} is missing; in CI it must be there.`);
  skip('../shared/data is not there: nothing to load.');
});

describe.runIf(isThere)('real documents', () => {
  let circuit: TestCircuit;
  beforeAll(async () => {
    circuit = await startTestCircuit();
  });
  afterAll(() => circuit?.close());

  const analyst = { as: { institution: 'EXC', duty: 'ANALYST' } } as const;
  const entered = async (source: LoadSource) => {
    await enrol(circuit.operator, source.institutions, importers(source.institutions), { newOfficialsOnly: true });
    const batches = batchesOf(source.documents);
    return load({ client: circuit.operator, source: source.name, batches, serverOf: () => 'hosted', atOnce: 4 });
  };
  const search = async <Page>(filter: object, selection: string, orderBy = 'NEWEST_FIRST') => {
    const query = `query Search($filter: DocumentFilter, $orderBy: DocumentOrder) { documents(filter: $filter, orderBy: $orderBy, first: 5) { ${selection} } }`;
    const { data, errors } = await circuit.ask<{ documents: Page }>(query, { filter, orderBy }, analyst);
    expect(errors).toEqual([]);
    return data?.documents;
  };
  const count = async (filter: object) => (await search<{ totalCount: number }>(filter, 'totalCount'))?.totalCount;

  test('of the Federal Register are loaded once, and found by their words and by each of their agencies', {
    timeout: 120_000,
  }, async () => {
    const source = await openFolder(`${data}federal-register`);
    expect(await entered(source)).toEqual({ imported: 1_146, known: 0 });
    expect(await entered(source)).toEqual({ imported: 0, known: 1_146 });
    await expect.poll(() => count({ origin: ['IMPORTED'] }), { timeout: 20_000 }).toBe(1_146);
    const joint = source.documents.filter(({ document }) => (document.jointInstitutions?.length ?? 0) > 0).length;
    expect(await count({ isJoint: true })).toBe(joint);

    interface Page {
      readonly edges: readonly {
        readonly node: { readonly title: string; readonly content: { readonly body: string }; readonly auditEntries: readonly object[] };
      }[];
    }
    const selection =
      'edges { node { title origin content { ... on AgencyRule { body } } auditEntries { act documentIds } institution { name } } }';
    const page = await search<Page>({ text: 'exempt infant formula "good manufacturing practices"', number: '2016-08684' }, selection);

    expect(page?.edges.map(({ node }) => node)).toMatchObject([
      {
        title: expect.stringMatching(/^Exempt Infant Formula Production/),
        origin: 'IMPORTED',
        content: { body: expect.stringMatching(/^DEPARTMENT OF HEALTH AND HUMAN SERVICES/) },
        institution: { name: 'Food and Drug Administration' },
      },
    ]);
    await expect
      .poll(async () => (await search<Page>({ number: '2016-08684' }, selection))?.edges[0]?.node.auditEntries, { timeout: 20_000 })
      .toContainEqual(expect.objectContaining({ act: 'importDocuments' }));
  });

  test('one entry of the audit trail stands for each batch (§6.7)', { timeout: 60_000 }, async () => {
    const { documents, ...source } = await openFolder(`${data}letters`);
    const query = '{ auditEntries(filter: { act: "importDocuments", institution: "DOS" }, first: 10) { edges { node { documentIds } } } }';
    const auditor = { as: { institution: 'EXC', duty: 'AUDITOR' } } as const;
    const sizes = async () => {
      const { data, errors } = await circuit.ask<{ auditEntries: { edges: { node: { documentIds: string[] } }[] } }>(query, {}, auditor);
      expect(errors).toEqual([]);
      return data?.auditEntries.edges.map(({ node }) => node.documentIds.length).sort();
    };

    const before = (await sizes()) ?? [];
    const some = { ...source, documents: documents.slice(0, 700) };
    expect(await entered(some)).toEqual({ imported: 700, known: 0 });
    const batches = batchesOf(some.documents).map(({ documents }) => documents.length);

    await expect.poll(sizes, { timeout: 20_000 }).toEqual([...before, ...batches].sort());
  });
});
