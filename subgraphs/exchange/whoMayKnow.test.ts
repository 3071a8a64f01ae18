import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import { marks } from '../../tests/kit/bundles.ts';
import { ask, delivered, dispatch, newDocument, registrar, sent, standing } from '../../tests/kit/exchangeActs.ts';
import { exchangeOfFile, service, world } from '../../tests/kit/exchangeOfFile.ts';
import { official } from '../../tests/kit/exchangeWorld.ts';
import { knock } from '../../tests/kit/knock.ts';

exchangeOfFile();

describe('who may know', () => {
  const ofDocument = 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Document { consignments { to { code } } } } }';
  const refs = (id: string) => ({ refs: [{ __typename: 'Document', id }] });

  it('the sender all its consignments, a recipient its own, a third party no more than of an invented one', async () => {
    const documentId = newDocument();
    await dispatch({ documentId, to: ['LIB', 'ARC'] });
    const as = async (code: string, id = documentId) => (await world.ask(ofDocument, refs(id), official(code))).data;

    expect(await as('JUS')).toEqual({ _entities: [{ consignments: [{ to: { code: 'LIB' } }, { to: { code: 'ARC' } }].toSorted(byId) }] });
    expect(await as('ARC')).toEqual({ _entities: [{ consignments: [{ to: { code: 'ARC' } }] }] });
    expect(await as('MUS')).toEqual(await as('MUS', newDocument()));
  });

  it('a neighbour in the same perimeter is a third party, and so is who lacks clearance', async () => {
    const documentId = newDocument();
    marks.set(documentId, 'RESTRICTED');
    const cleared = official('JUS', ['REGISTRAR'], true);
    const { data } = await dispatch({ documentId, to: ['LIB'] }, cleared);
    const id = data?.dispatchDocument?.dispatch.consignments[0]?.id ?? '';

    expect((await ask(id, cleared)).data?.consignment?.id).toBe(id);
    expect((await ask(id, official('LIB', ['REGISTRAR'], true))).data?.consignment?.id).toBe(id);
    for (const caller of [official('LIB'), registrar, official('ARC', ['REGISTRAR'], true)])
      expect((await ask(id, caller)).errors).toEqual((await ask(`LIB:${ulid()}`, caller)).errors);
  });

  it('a perimeter how the consignments of its own institutions stand', async () => {
    const { id } = await delivered(await sent());

    expect(await standing(id, world.perimeters.finance.identity)).toMatchObject({ state: 'DELIVERED' });
    expect(await standing(id, world.perimeters.justice.identity)).toBe('CONSIGNMENT_NOT_FOUND');
    expect(await standing(id, registrar)).toBe('UNAUTHENTICATED');
  });

  it('nobody without a mandate', async () => {
    const { current: material } = world.gateway.credentials;
    const { status } = await knock({ url: service.url, service: 'exchange', material, body: '{"query":"{ __typename }"}' });

    expect(status).toBe(401);
  });
});

const byId = (a: { to: { code: string } }, b: { to: { code: string } }) => a.to.code.localeCompare(b.to.code);
