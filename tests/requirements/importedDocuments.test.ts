import type { ImportEvent } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { rowsOf } from '../kit/rows.ts';

let world: PerimeterWorld;
beforeAll(async () => {
  world = await perimeterWorld();
  await world.as('circuit').ask('directory', 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }', {
    input: {
      institutions: [],
      officials: [{ id: 'LIB:system.import', name: 'From before', institution: 'LIB', clearance: false, duties: [] }],
    },
  });
}, 60_000);
afterAll(() => world?.close());

const code = (code: string) => expect.objectContaining({ code });
const mutation = 'mutation Import($input: ImportDocumentsInput!) { importDocuments(input: $input) { imported } }';
const aRule = (change: object = {}) => ({
  kind: 'ProposedRule',
  reference: 'LIB-1973-0001',
  title: 'On the lending of books',
  abstract: null,
  documentDate: '1973-06-14',
  declaredNumber: '73-20711',
  caseFile: 'LIB-1973',
  jointInstitutions: ['ARC', 'LIB'],
  content: { docket: 'LIB-1973', commentsFrom: '1973-06-14', language: 'en' },
  ...change,
});
const enter = async (documents: readonly object[], { institution = 'LIB', as = 'circuit', source = 'archive' } = {}) => {
  const input = { institution, source, documents };
  return (await world.as(as).ask<{ importDocuments: { imported: number } }>('hosted', mutation, { input })).importDocuments.imported;
};
const imports = async (): Promise<readonly ImportEvent[]> => {
  const { events } = await world.as('catalogue').events('hosted', 0, 1_000, 0);
  return events.map(({ payload }) => payload).filter((payload) => payload.type === 'import');
};
const clerk = person('LIB', ['CLERK']);

describe('what an institution had filed before it took part (§6.7)', () => {
  it('is entered as it was: filed, marked, with declared number and date, and in no register', async () => {
    expect(await enter([aRule()])).toBe(1);
    const [told] = (await imports()).at(-1)?.cards ?? [];
    const { document } = await world.ask<{ document: object }>(
      'hosted',
      `query One($id: ID!) { document(id: $id) {
         status access origin declaredNumber documentDate outgoingNumber registeredAt caseFile signatures { name } author { id }
         jointInstitutions { code } retention { years } } }`,
      { id: told?.documentId },
      clerk,
    );

    expect(document).toEqual({
      status: 'FILED',
      access: 'PUBLIC',
      origin: 'IMPORTED',
      declaredNumber: '73-20711',
      documentDate: '1973-06-14',
      outgoingNumber: null,
      registeredAt: null,
      caseFile: 'LIB-1973',
      signatures: [],
      author: { id: 'LIB:system.import' },
      jointInstitutions: [{ code: 'ARC' }],
      retention: { years: expect.any(Number) },
    });
    expect(told).toMatchObject({ origin: 'IMPORTED', jointInstitutions: ['ARC'], language: 'en', revision: 1 });
    expect(await rowsOf(world.databases.get('hosted') ?? '', 'SELECT 1 FROM register_entry')).toEqual([]);
  });

  it('is entered once, and all that is entered together is one act', async () => {
    const some = Array.from({ length: 30 }, (_, index) => aRule({ reference: `once ${index}` }));
    const before = (await imports()).length;
    expect(await enter(some)).toBe(30);
    expect(await enter([...some, aRule({ reference: 'once more' })])).toBe(1);
    expect(await enter(some)).toBe(0);

    const after = (await imports()).slice(before);
    expect(after.map(({ cards }) => cards.length)).toEqual([30, 1]);
    // The same reference of another source is another document.
    expect(await enter(some.slice(0, 1), { source: 'another archive' })).toBe(1);
  });

  it('is entered once by several who enter it at the same time', async () => {
    const some = Array.from({ length: 50 }, (_, index) => aRule({ reference: `at once ${index}` }));
    const entered = await Promise.all(Array.from({ length: 4 }, () => enter(some)));

    expect(entered.reduce((sum, one) => sum + one, 0)).toBe(50);
  });

  it('is neither dispatched nor changed', async () => {
    await enter([aRule({ reference: 'fixed' })]);
    const documentId = (await imports()).at(-1)?.cards[0]?.documentId;
    const release = { dispatchId: newId('LIB'), documentId, to: ['ARC'] };

    await expect(world.tell('hosted', 'releaseDocument', release, person('LIB'))).rejects.toEqual(code('DOCUMENT_NOT_REGISTERED'));
    await expect(
      world.run('hosted', 'reviseProposedRule', { documentId, title: 'Other' }, '{ document { id } }', person('LIB')),
    ).rejects.toEqual(code('DOCUMENT_NOT_DRAFT'));
  });

  it.each([
    ['OFFICIAL_UNKNOWN', [aRule()], { institution: 'ARC' }],
    ['WRONG_PERIMETER', [aRule()], { institution: 'JUS' }],
    ['MALFORMED_ID', [aRule()], { institution: 'lib' }],
    ['BAD_INPUT', [], {}],
    ['BAD_INPUT', Array.from({ length: 501 }, (_, index) => aRule({ reference: `${index}` })), {}],
    ['BAD_INPUT', [aRule()], { source: ' ' }],
    ['BAD_INPUT', [aRule({ reference: '' })], {}],
    ['BAD_INPUT', [aRule({ jointInstitutions: Array.from({ length: 51 }, (_, index) => `AA${index}`) })], {}],
    ['KIND_NOT_OFFERED', [aRule({ kind: 'CourtRuling' })], {}],
    ['TITLE_REQUIRED', [aRule({ title: ' ' })], {}],
    ['TEXT_TOO_LONG', [aRule({ title: 'a'.repeat(501) })], {}],
    ['CONTROL_CHARACTERS', [aRule({ abstract: 'a\u0000b' })], {}],
  ])('is refused with %s, and nothing of it is entered', async (refusal, documents, options) => {
    const before = await imports();
    const whole = documents.length > 0 && documents.length < 500 ? [aRule({ reference: `sound ${refusal}` }), ...documents] : documents;

    await expect(enter(whole, options)).rejects.toEqual(code(refusal));
    expect(await imports()).toHaveLength(before.length);
  });

  it('is entered by the operator of the circuit alone', async () => {
    for (const as of ['gateway', 'exchange', 'catalogue']) await expect(enter([aRule()], { as })).rejects.toThrow();
  });
});
