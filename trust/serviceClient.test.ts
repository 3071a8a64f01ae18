import { parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import {
  answeringJustice,
  answerWith,
  ask,
  asked,
  client,
  failure,
  forget,
  json,
  type Respond,
  registry,
} from '../tests/kit/answeringJustice.ts';
import { MandateGuard, nonceHeader } from './mandateGuard.ts';
import { requestDigest } from './requestDigest.ts';

answeringJustice();

const caller = {
  official: parseOfficialId('JUS:o.petrenko'),
  institution: parseInstitutionCode('JUS'),
  duties: [],
  clearance: false,
} as const;

describe('asking a service', () => {
  it('answers the data', async () => {
    answerWith(json({ data: { standing: 'DELIVERED' } }));

    expect(await ask()).toEqual({ standing: 'DELIVERED' });
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ variables: { id: 'x' } });
  });

  it('carries a mandate for that service, with the caller and the operation, for this very request and once', async () => {
    const guard = new MandateGuard(registry, 'justice');
    answerWith(challenge(guard, json({ data: {} })));

    await client.ask('justice', 'mutation ReleaseDocument { x }', {}, { caller, record: 'r', token: 't' });
    const [first, second] = asked;
    const asker = { name: 'exchange', certificate: 'of the exchange' };
    const signed = guard.read(second?.authorization, asker);

    expect(guard.admit(signed, requestDigest('POST', '/graphql', second?.body ?? ''), asker).mandate).toEqual({
      issuer: 'exchange',
      role: 'exchange',
      audience: 'justice',
      caller,
      record: 'r',
      operation: 'ReleaseDocument',
      token: 't',
    });
    expect([asked.length, first?.body]).toEqual([2, second?.body]);
  });

  it('writes a new mandate for every call, and learns the run of a service once', async () => {
    const guard = new MandateGuard(registry, 'justice');
    answerWith(challenge(guard, json({ data: {} })));

    for (let call = 0; call < 3; call++) await ask();

    expect(asked.length).toBe(4);
    expect(new Set(asked.map(({ authorization }) => authorization)).size).toBe(4);
  });

  it('does not ask again where a service goes on refusing', async () => {
    answerWith((response) => void response.writeHead(401, { [nonceHeader]: 'the same' }).end('{}'));
    await failure(ask());
    forget();

    expect(await failure(ask())).toMatchObject({ name: 'Unreachable', reason: 'fault' });
    expect(asked.length).toBe(1);
  });

  it('throws the refusal that the service gave, with its detail', async () => {
    const said = new Refusal('ADDRESSEE_UNKNOWN', 'It is XYZ.');
    answerWith(json({ data: null, errors: [{ message: said.message, extensions: { code: said.code } }] }));

    expect(await failure(ask())).toEqual(said);
  });

  it('keeps its own words where those of the service are others', async () => {
    answerWith(json({ data: null, errors: [{ message: 'http://10.0.0.1:5432 says no', extensions: { code: 'ADDRESSEE_UNKNOWN' } }] }));

    expect(await failure(ask())).toEqual(new Refusal('ADDRESSEE_UNKNOWN'));
  });
});

describe('following a service', () => {
  it('asks for the events after a position', async () => {
    answerWith(json({ events: [{ id: 'e' }] }));

    expect(await client.events('justice', 7, 100, 500)).toEqual({ events: [{ id: 'e' }], more: false });
    expect(asked[0]?.url).toBe('/events?after=7&first=100&wait=500');
  });

  it('ends when its caller stops waiting', async () => {
    answerWith(() => undefined);
    const patience = new AbortController();
    setTimeout(() => patience.abort(), 50);

    expect(await failure(client.events('justice', 0, 1, 60_000, patience.signal))).toMatchObject({ reason: 'stopped' });
  });

  it('is unreachable when it gets no events', async () => {
    answerWith(json({ data: {} }));

    expect(await failure(client.events('justice', 0, 1, 0))).toMatchObject({ reason: 'no sense' });
  });
});

/** Refuses who does not name the run of a service, as services do. */
const challenge =
  (guard: MandateGuard, otherwise: Respond): Respond =>
  (response) => {
    const claims = JSON.parse(Buffer.from(asked.at(-1)?.authorization.split('.')[1] ?? '', 'base64url').toString());
    if (claims.nonce === guard.nonce) otherwise(response);
    else response.writeHead(401, { [nonceHeader]: guard.nonce }).end('{}');
  };
