import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import {
  conclude,
  delivered,
  dispatch,
  dispatchIdOf,
  inSeconds,
  newDocument,
  refusalOf,
  registrar,
  sent,
} from '../../tests/kit/exchangeActs.ts';
import { exchangeOfFile, world } from '../../tests/kit/exchangeOfFile.ts';
import { official } from '../../tests/kit/exchangeWorld.ts';

exchangeOfFile();

describe('a dispatch', () => {
  it('makes one consignment for each addressee, accepted at once', async () => {
    const { data } = await dispatch({ to: ['FIN', 'LIB', 'FIN'] });

    const made = data?.dispatchDocument?.dispatch.consignments.map(({ to, state }) => `${to.code} ${state}`);
    // It may have gone on its way before the answer was read.
    const accepted = (code: string) => expect.stringMatching(new RegExp(`^${code} (ACCEPTED|IN_TRANSIT|DELIVERED)$`));
    expect(made?.toSorted()).toEqual([accepted('FIN'), accepted('LIB')]);
  });

  it('is refused in the order of the regulation', async () => {
    const faults = { documentId: 'no id', to: [] as string[], registerBy: '2020-01-01T00:00:00Z', inReplyTo: `JUS:${ulid()}` };
    world.perimeters.justice.moods.set('releaseDocument', 'DOCUMENT_NOT_REGISTERED');

    expect(await refusalOf(faults, official('JUS', ['CLERK']))).toBe('DUTY_REQUIRED');
    expect(await refusalOf(faults)).toBe('MALFORMED_ID');
    expect(await refusalOf({ ...faults, documentId: newDocument() })).toBe('NO_ADDRESSEE');
    const known = { ...faults, documentId: newDocument() };
    expect(await refusalOf({ ...known, to: Array.from({ length: 1_000 }, () => 'FIN') })).toBe('TOO_MANY_ADDRESSEES');
    expect(await refusalOf({ ...known, to: ['JUS', 'NOBODY'] })).toBe('ADDRESSEE_UNKNOWN');
    expect(await refusalOf({ ...known, to: ['FIN', 'JUS'] })).toBe('ADDRESSEE_IS_SENDER');
    expect(await refusalOf({ ...known, to: ['FIN'] })).toBe('DEADLINE_IN_THE_PAST');
    expect(await refusalOf({ ...known, to: ['FIN'], registerBy: inSeconds(31 * 86_400) })).toBe('DEADLINE_TOO_FAR');
    expect(await refusalOf({ ...known, to: ['FIN'], registerBy: null })).toBe('REPLY_NOT_ADDRESSED_TO_SENDER');
    expect(await refusalOf({ ...known, to: ['FIN'], registerBy: null, inReplyTo: null })).toBe('DOCUMENT_NOT_REGISTERED');
    world.perimeters.justice.moods.set('releaseDocument', 'fault');
    expect(await refusalOf({ ...known, to: ['FIN'], registerBy: null, inReplyTo: null })).toBe('INSTITUTION_UNAVAILABLE');
  });

  it('is released in the name of the official', async () => {
    const { data } = await dispatch({});

    expect(world.perimeters.justice.released.get(data?.dispatchDocument?.dispatch.id ?? '')).toEqual({ to: ['FIN'], caller: registrar });
  });

  it('is made once for a request, whoever repeats it and when', async () => {
    const input = { documentId: newDocument(), requestId: ulid() };
    const answers = await Promise.all([dispatch(input), dispatch(input), dispatch(input)]);
    world.perimeters.justice.moods.set('releaseDocument', 'fault');
    answers.push(await dispatch(input));

    expect(new Set(answers.map(({ data }) => data?.dispatchDocument?.dispatch.id)).size).toBe(1);
    expect(await refusalOf({ ...input, to: ['LIB'] })).toBe('REQUEST_ID_REUSED');
  });

  it('may answer a consignment that the sender received', async () => {
    const { id } = await delivered(await sent());

    const reply = await dispatch({ documentId: newDocument('FIN'), to: ['JUS'], inReplyTo: id }, official('FIN'));

    expect(reply.errors).toBeUndefined();
  });
});

describe('a release', () => {
  it('whose dispatch came is confirmed, and only to the perimeter of its sender', async () => {
    const { data } = await dispatch({});
    const dispatchId = data?.dispatchDocument?.dispatch.id ?? '';

    expect(await conclude(dispatchId, world.perimeters.justice.identity)).toEqual({ dispatched: true });
    expect(await conclude(dispatchId, world.perimeters.finance.identity)).toBe('DISPATCH_NOT_FOUND');
    expect(await conclude(dispatchId, registrar)).toBe('UNAUTHENTICATED');
  });

  it('that was given up never becomes a dispatch; the same request then makes another', async () => {
    const input = { documentId: newDocument(), requestId: ulid() };
    const { promise, resolve: release } = Promise.withResolvers<void>();
    const first = dispatchIdOf(input.documentId);
    world.perimeters.justice.beforeReleasing = () => promise;
    const slow = dispatch(input);
    const dispatchId = await first;
    expect(await conclude(dispatchId, world.perimeters.justice.identity)).toEqual({ dispatched: false });
    world.perimeters.justice.beforeReleasing = async () => undefined;
    release();

    expect((await slow).errors?.[0]?.extensions.code).toBe('RELEASE_VOID');
    const again = await dispatch(input);
    expect(again.data?.dispatchDocument?.dispatch.id).not.toBe(dispatchId);
    expect(again.errors).toBeUndefined();
  });

  it('that was given up before a backup of ours was put back, which knows nothing of it, is not asked for for ever', async () => {
    const input = { documentId: newDocument(), requestId: ulid() };
    world.perimeters.justice.moods.set('releaseDocument', 'RELEASE_VOID');
    expect(await refusalOf(input)).toBe('RELEASE_VOID');
    world.perimeters.justice.moods.clear();
    const given = world.perimeters.justice.asked.get(input.documentId);

    expect((await dispatch(input)).errors).toBeUndefined();
    expect(world.perimeters.justice.asked.get(input.documentId)).not.toBe(given);
  });
});
