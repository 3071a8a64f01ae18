import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsIn } from '../kit/perimeterActs.ts';
import { newId, type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';

let world: PerimeterWorld;
let acts: ReturnType<typeof actsIn>;
beforeAll(async () => {
  world = await perimeterWorld();
  acts = actsIn(world);
});
afterAll(() => world.close());

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('a release that is asked for again with other addressees (§1.4, §7.6)', () => {
  it('is refused, so that nobody reads what no dispatch sends him', async () => {
    const documentId = await acts.registered();
    const dispatchId = newId('JUS');
    await acts.released(documentId, ['MOH'], dispatchId); // and the exchange died before it wrote the dispatch

    await expect(acts.released(documentId, ['FIN'], dispatchId)).rejects.toEqual(code('REQUEST_ID_REUSED'));
    await expect(acts.released(documentId, ['MOH', 'FIN'], dispatchId)).rejects.toEqual(code('REQUEST_ID_REUSED'));
    await expect(acts.released(documentId, ['MOH'], dispatchId)).resolves.toBeDefined();
    const reading = world.ask('justice', 'query Q($id: ID!) { document(id: $id) { id } }', { id: documentId }, person('FIN'));
    await expect(reading).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
  });
});

describe('lists inside lists', () => {
  it('are ended by the service before they fill its memory', async () => {
    const documentId = await acts.registered();
    const fields = Array.from({ length: 400 }, (_, i) => `a${i}: digest`).join(' ');
    const documents = Array.from({ length: 1_000 }, () => ({ __typename: 'Document', id: documentId }));
    const question = `query Many($r: [_Any!]!) { _entities(representations: $r) { ... on Document { signatures { ${fields} } } } }`;

    await expect(world.ask('justice', question, { r: documents }, person('JUS'))).rejects.toEqual(code('OPERATION_TOO_LARGE'));
  });
});
