import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsIn } from '../kit/perimeterActs.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';

/** §1.4 Of several with one request id, at once or one after the other, one is done, and all are told of that one. */
describe('commands of a perimeter with one request id', () => {
  let world: PerimeterWorld;
  beforeAll(async () => {
    world = await perimeterWorld();
  });
  afterAll(() => world?.close());

  const jus = person('JUS');
  const titleOf = async (id: string) =>
    (await world.ask<{ document: { title: string } }>('justice', 'query Title($id: ID!) { document(id: $id) { title } }', { id }, jus))
      .document;

  it('make one draft, and are all answered with it', async () => {
    for (let turn = 0; turn < 5; turn++) {
      const input = { title: `Draft ${turn}`, requestId: `draft-${turn}` };
      const ids = await Promise.all(Array.from({ length: 6 }, () => actsIn(world).draft(input)));
      expect(new Set(ids).size).toBe(1);
      expect(await actsIn(world).draft(input)).toBe(ids[0]);
      expect(await titleOf(ids[0] ?? '')).toEqual({ title: `Draft ${turn}` });
    }
  });

  it('revise a draft once, and are all answered with what stands there then', async () => {
    const documentId = await actsIn(world).draft();
    for (let turn = 0; turn < 5; turn++) {
      const input = { documentId, title: `Revision ${turn}`, requestId: `revise-${turn}` };
      const revise = () => world.run<Versioned>('justice', 'reviseLegalOpinion', input, '{ document { title version } }', jus);
      const answers = await Promise.all(Array.from({ length: 6 }, revise));
      const query = 'query Version($id: ID!) { document(id: $id) { title version } }';
      const { document } = await world.ask<Versioned>('justice', query, { id: documentId }, jus);
      expect(answers).toEqual(answers.map(() => ({ document })));
    }
  });
});

interface Versioned {
  readonly document: { readonly title: string; readonly version: number };
}
