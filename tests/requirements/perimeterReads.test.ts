import type { Caller } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsIn } from '../kit/perimeterActs.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { sideBySide } from '../kit/sideBySide.ts';
import { statementsOf } from '../kit/statements.ts';

let world: PerimeterWorld;
let acts: ReturnType<typeof actsIn>;
beforeAll(async () => {
  world = await perimeterWorld();
  acts = actsIn(world);
}, 60_000);
afterAll(() => world?.close());

const [jus, fin] = [person('JUS'), person('FIN')];
const code = (code: string) => expect.objectContaining({ code });
/** Makes so many, ten at a time: each has only so long, also on a busy machine. */
async function several<Made>(many: number, make: () => Promise<Made>): Promise<readonly Made[]> {
  const made: Made[] = [];
  await sideBySide(10, Array.from({ length: many }), async () => void made.push(await make()));
  return made;
}
const entities = async <Entity>(
  server: string,
  type: string,
  ids: readonly string[],
  fields: string,
  by: Caller,
): Promise<readonly Entity[]> => {
  const query = `query Of($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${fields} } } }`;
  const of = ids.map((id) => ({ __typename: type, id }));
  return (await world.ask<{ _entities: Entity[] }>(server, query, { of }, by))._entities;
};

describe('a batch of references', () => {
  it('costs one statement: 100 cards with signatures and readers, 100 contents', async () => {
    const ids = await several(100, () => acts.signed({ question: 'Who?' }));
    const cards = await statementsOf(() => entities('justice', 'Document', ids, 'title signatures { name } author { id }', jus));
    const contents = await statementsOf(() => entities('justice', 'LegalOpinion', ids, 'question', jus));
    expect([cards, contents]).toEqual([1, 1]);
  });

  it('costs one statement for each type, however many lists of them one operation asks for', async () => {
    const ids = await several(20, () => acts.signed({ question: 'Who?' }));
    const [cards, contents] = ['Document', 'LegalOpinion'].map((type) => ids.map((id) => ({ __typename: type, id })));
    const query = `query Joined($r0: [_Any!]!, $r1: [_Any!]!, $r2: [_Any!]!) {
      e0: _entities(representations: $r0) { ... on Document { title } }
      e1: _entities(representations: $r1) { ... on LegalOpinion { question } }
      e2: _entities(representations: $r2) { ... on Document { status } ... on LegalOpinion { id question } }
    }`;
    const variables = { r0: cards?.slice(0, 15), r1: contents?.slice(0, 15), r2: [...(cards ?? []), ...(contents ?? [])] };
    let answer: Readonly<Record<string, readonly object[]>> = {};

    expect(
      await statementsOf(async () => {
        answer = await world.ask('justice', query, variables, jus);
      }),
    ).toBe(2);
    expect(answer.e0).toEqual(Array(15).fill({ title: 'On fees' }));
    expect(answer.e1).toEqual(Array(15).fill({ question: 'Who?' }));
    expect(answer.e2).toEqual([...ids.map(() => ({ status: 'SIGNED' })), ...ids.map((id) => ({ id, question: 'Who?' }))]);
  });

  it('costs one statement for the recipient’s part of consignments, and one for their copies', async () => {
    const made = await several(10, () => acts.delivered());
    const ids = made.map(({ consignmentId }) => consignmentId);
    expect(await statementsOf(() => entities('finance', 'Consignment', ids, 'incomingNumber resolution { instruction }', fin))).toBe(1);
    expect(await statementsOf(() => entities('finance', 'Consignment', ids, 'copy { title } caseFile', fin))).toBe(2);
  });
});

describe('an entity that the caller may not know of', () => {
  it('is refused alone: the others of its list are there', async () => {
    const [open, closed] = [await acts.registered({ access: 'PUBLIC' }), await acts.registered()];
    const query = 'query Of($of: [_Any!]!) { _entities(representations: $of) { ... on Document { title } } }';
    const of = [closed, open, 'JUS:LegalOpinion:01JD0000000000000000000000'].map((id) => ({ __typename: 'Document', id }));
    await expect(world.ask('justice', query, { of }, fin)).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
    expect(await entities('justice', 'Document', [open], 'title', fin)).toEqual([{ title: 'On fees' }]);
  });

  it('has a card for analysts of the exchange, and no content', async () => {
    const analyst = { ...person('EXC', ['ANALYST']) };
    const id = await acts.registered({ question: 'Who?' });
    expect(await entities('justice', 'Document', [id], 'title', analyst)).toEqual([{ title: 'On fees' }]);
    await expect(entities('justice', 'LegalOpinion', [id], 'question', analyst)).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
    await expect(entities('justice', 'Document', [await acts.registered({ access: 'RESTRICTED' })], 'title', analyst)).rejects.toEqual(
      code('DOCUMENT_NOT_FOUND'),
    );
  });

  it('has content of its own kind only', async () => {
    await expect(entities('justice', 'CourtRuling', [await acts.draft()], 'court', jus)).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
  });
});

describe('the recipient’s part of a consignment', () => {
  const all = 'incomingNumber registeredAt refusal { reason } copy { title } resolution { instruction } caseFile';

  it('is the recipient’s; of it the sender sees the business answer, others nothing', async () => {
    const { consignmentId } = await acts.delivered();
    const on = (field: string, input: object) => world.run('finance', field, { consignmentId, ...input }, '{ consignment { id } }', fin);
    await on('registerConsignment', {});
    await on('issueResolution', { executor: 'FIN:a.person', instruction: 'Pay.', decision: 'Approved', decidedOn: '2026-03-02' });
    await on('fileConsignment', { caseFile: '02-07' });
    const number = expect.stringMatching(/^FIN-IN-\d{4}\/\d{6}$/);
    const [own] = await entities('finance', 'Consignment', [consignmentId], all, fin);
    expect(own).toMatchObject({
      incomingNumber: number,
      copy: { title: 'On fees' },
      resolution: { instruction: 'Pay.' },
      caseFile: '02-07',
    });
    const [senders] = await entities('finance', 'Consignment', [consignmentId], all, jus);
    expect(senders).toMatchObject({ incomingNumber: number, refusal: null, copy: null, resolution: null, caseFile: null });
    const [others] = await entities('finance', 'Consignment', [consignmentId], all, person('LIB'));
    expect(others).toEqual({ incomingNumber: null, registeredAt: null, refusal: null, copy: null, resolution: null, caseFile: null });
  });

  it('of a RESTRICTED document is for those with clearance', async () => {
    const { consignmentId } = await acts.delivered({ access: 'RESTRICTED' });
    const [mine] = await entities<{ copy: object | null }>('finance', 'Consignment', [consignmentId], all, person('FIN', undefined, false));
    expect(mine?.copy).toBeNull();
    const register = world.run('finance', 'registerConsignment', { consignmentId }, '{ incomingNumber }', person('FIN', undefined, false));
    await expect(register).rejects.toEqual(code('CONSIGNMENT_NOT_FOUND'));
  });
});

describe('what a recipient does with a consignment', () => {
  const run = (field: string, consignmentId: string, input: object, by: Caller = fin) =>
    world.run<{ consignment: object }>(
      'finance',
      field,
      { consignmentId, ...input },
      '{ consignment { state resolution { executor { id } report executedAt } refusal { reason note } filedAt } }',
      by,
    );
  const resolution = { executor: 'FIN:a.person', instruction: 'Pay.' };

  it('goes step by step, each once', async () => {
    const { consignmentId: id } = await acts.delivered();
    await expect(run('issueResolution', id, resolution)).rejects.toEqual(code('CONSIGNMENT_NOT_REGISTERED'));
    await expect(run('fileConsignment', id, { caseFile: 'x' })).rejects.toEqual(code('CONSIGNMENT_NOT_REGISTERED'));
    await run('registerConsignment', id, {});
    await expect(run('refuseConsignment', id, { reason: 'OTHER' })).rejects.toEqual(code('CONSIGNMENT_ALREADY_REGISTERED'));
    await expect(run('reportExecution', id, { report: 'Paid.' })).rejects.toEqual(code('RESOLUTION_MISSING'));
    await expect(run('issueResolution', id, { ...resolution, executor: 'JUS:a.person' })).rejects.toEqual(code('EXECUTOR_UNKNOWN'));
    await expect(run('issueResolution', id, { ...resolution, executor: 'FIN:nobody' })).rejects.toEqual(code('EXECUTOR_UNKNOWN'));
    await expect(run('issueResolution', id, { ...resolution, dueAt: new Date(0) })).rejects.toEqual(code('DEADLINE_IN_THE_PAST'));
    await run('issueResolution', id, resolution);
    await expect(run('issueResolution', id, resolution)).rejects.toEqual(code('RESOLUTION_ALREADY_ISSUED'));
    const another = { ...fin, official: 'FIN:b.person' as typeof fin.official };
    await expect(run('reportExecution', id, { report: 'Paid.' }, another)).rejects.toEqual(code('NOT_THE_EXECUTOR'));
    const { consignment } = await run('reportExecution', id, { report: 'Paid.' });
    expect(consignment).toMatchObject({ state: 'REGISTERED', resolution: { executor: { id: 'FIN:a.person' }, report: 'Paid.' } });
    await expect(run('reportExecution', id, { report: 'Paid.' })).rejects.toEqual(code('EXECUTION_ALREADY_REPORTED'));
    await run('fileConsignment', id, { caseFile: '02-07' });
    await expect(run('fileConsignment', id, { caseFile: '02-08' })).rejects.toEqual(code('ALREADY_FILED'));
    const { events } = await world.as('catalogue').events('finance', 0, 1_000, 0);
    const intakes = events.flatMap(({ payload }) => (payload.type === 'intake' && payload.consignmentId === id ? [payload.revision] : []));
    expect(intakes).toEqual([1, 2, 3, 4]);
  });

  it('may be a refusal, with its reason', async () => {
    const { consignmentId: id } = await acts.delivered();
    const { consignment } = await run('refuseConsignment', id, { reason: 'INCOMPLETE', note: 'Page 2 is missing.' });
    expect(consignment).toMatchObject({ state: 'REFUSED', refusal: { reason: 'INCOMPLETE', note: 'Page 2 is missing.' } });
    await expect(run('registerConsignment', id, {})).rejects.toEqual(code('CONSIGNMENT_REFUSED'));
    await expect(run('issueResolution', id, resolution)).rejects.toEqual(code('CONSIGNMENT_REFUSED'));
  });

  it('is nobody else’s to do', async () => {
    const { consignmentId: id } = await acts.delivered();
    await expect(run('registerConsignment', id, {}, jus)).rejects.toEqual(code('NOT_THE_RECIPIENT'));
    await expect(run('registerConsignment', id, {}, person('LIB'))).rejects.toEqual(code('CONSIGNMENT_NOT_FOUND'));
    await expect(run('registerConsignment', id, {}, person('FIN', ['CLERK']))).rejects.toEqual(code('DUTY_REQUIRED'));
  });
});

describe('the inbox', () => {
  interface Inbox {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: { readonly id: string; readonly state: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  }
  const page = async (variables: object, by: Caller = fin): Promise<Inbox> => {
    const query = `query Inbox($first: Int, $after: String, $state: [ConsignmentState!]) {
      inbox(institution: "FIN", first: $first, after: $after, state: $state) {
        totalCount edges { node { id state } } pageInfo { hasNextPage endCursor }
      }
    }`;
    return (await world.ask<{ inbox: Inbox }>('finance', query, variables, by)).inbox;
  };

  it('is paged newest first, steadily while more arrives', async () => {
    const before = (await page({})).totalCount;
    const made = [];
    const at = Date.now() + 60_000;
    // Some were delivered in the same millisecond.
    for (const after of [0, 0, 0, 1, 2]) made.push(await acts.delivered({}, new Date(at + after)));
    const ids = made.map(({ consignmentId }) => consignmentId).toSorted();
    const first = await page({ first: 2 });
    await acts.delivered({}, new Date(at + 3));
    const second = await page({ first: 3, after: first.pageInfo.endCursor });
    expect(first.totalCount).toBe(before + 5);
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect([...first.edges, ...second.edges].map(({ node }) => node.id).toSorted()).toEqual(ids);
    expect(first.edges[0]?.node).toEqual({ id: made[4]?.consignmentId, state: 'DELIVERED' });
  });

  it('is narrowed by state and by clearance', async () => {
    const { consignmentId } = await acts.delivered({ access: 'RESTRICTED' }, new Date(Date.now() + 120_000));
    expect((await page({ first: 1 })).edges[0]?.node.id).toBe(consignmentId);
    const uncleared = person('FIN', undefined, false);
    expect((await page({ first: 1 }, uncleared)).edges[0]?.node.id).not.toBe(consignmentId);
    expect(
      (await page({ state: ['DELIVERED'] })).totalCount - (await page({ state: ['DELIVERED'] }, uncleared)).totalCount,
    ).toBeGreaterThan(0);
    const registered = await page({ state: ['REGISTERED'], first: 100 });
    expect(registered.edges.every(({ node }) => node.state === 'REGISTERED')).toBe(true);
    expect((await page({ state: ['EXPIRED'] })).totalCount).toBe(0);
  });

  it('is the recipient’s, in pages of 1 to 100, by its own cursors', async () => {
    await expect(page({}, jus)).rejects.toEqual(code('NOT_THE_RECIPIENT'));
    await expect(page({ first: 0 })).rejects.toEqual(code('PAGE_TOO_LARGE'));
    await expect(page({ first: 101 })).rejects.toEqual(code('PAGE_TOO_LARGE'));
    for (const after of ['x', Buffer.from('["yesterday","x"]').toString('base64url'), 'W10'])
      await expect(page({ after })).rejects.toEqual(code('CURSOR_INVALID'));
  });
});
