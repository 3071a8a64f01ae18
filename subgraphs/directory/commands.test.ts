import { type Caller, type Duty, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DirectoryWorld, directoryWorld } from '../../tests/kit/directoryWorld.ts';
import { statementsOf } from '../../tests/kit/statements.ts';

let world: DirectoryWorld;
const person = (name: string, clearance: boolean, ...duties: readonly Duty[]) => ({
  id: `JUS:${name}`,
  name,
  institution: 'JUS',
  clearance,
  duties,
});
beforeAll(async () => {
  world = await directoryWorld();
  const officers = ['one', 'two', 'three'].map((name) => person(name, false, 'SECURITY_OFFICER'));
  await world.enrol({ institutions: [], officials: [...officers, person('x.signatory', true, 'SIGNATORY'), person('x.nobody', false)] });
});
afterAll(() => world.close());

const caller = (name: string, ...duties: readonly Duty[]): Caller => ({
  official: parseOfficialId(`JUS:${name}`),
  institution: parseInstitutionCode('JUS'),
  duties: duties.length === 0 ? ['SECURITY_OFFICER'] : duties,
  clearance: false,
});
const ask = <Answer>(by: Caller, query: string, variables: object = {}) => world.askFor<Answer>(by, query, variables);
async function run<Payload>(by: Caller, name: string, input: object, selection = '__typename'): Promise<Payload> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const answer = await ask<Record<string, Payload>>(by, `mutation Run($input: ${type}!) { ${name}(input: $input) { ${selection} } }`, {
    input,
  });
  return answer[name] as Payload;
}
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const day = 86_400_000;
/** So long that a busy machine carries out a command meanwhile. */
const moment = 2_000;
/** Waits until a time is over. */
const over = (at: string) => new Promise((resolve) => setTimeout(resolve, Date.parse(at) - Date.now() + 50));

describe('security officers', () => {
  it('who end each other’s duty at the same moment leave one of them', async () => {
    const end = (by: string, other: string) => run(caller(by), 'endDuty', { official: `JUS:${other}`, duty: 'SECURITY_OFFICER' });
    const ends = await Promise.allSettled([end('one', 'two'), end('two', 'one')]);

    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'DUTY_REQUIRED', clause: '2.6.1' } });
    const back = ends[0]?.status === 'fulfilled' ? 'two' : 'one';
    await world.enrol({ institutions: [], officials: [person(back, false, 'SECURITY_OFFICER')] });
  });

  it('who are none by the directory’s own word decide nothing, whatever their mandate says', async () => {
    const decision = run(caller('x.nobody'), 'grantDuty', { official: 'JUS:x.signatory', duty: 'CLERK' });
    await expect(decision).rejects.toMatchObject({ code: 'DUTY_REQUIRED', clause: '2.6.1' });
  });

  it('propose the same once, however many do', async () => {
    const propose = (by: string) => run(caller(by), 'grantDuty', { official: 'JUS:x.nobody', duty: 'AUDITOR' }, 'appointment { id state }');
    const proposals = await Promise.allSettled(['one', 'two', 'three'].map(propose));

    expect(proposals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(proposals.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { code: 'APPOINTMENT_PENDING' } },
      { reason: { code: 'APPOINTMENT_PENDING' } },
    ]);
  });

  it('get the first answer again under their request id, and nothing is done twice', async () => {
    const input = { official: 'JUS:r.repeated', name: 'R. Repeated', requestId: 'r:1' };
    const again = () => run(caller('one'), 'admitOfficial', input, 'official { id name }');
    const [first, ...others] = await Promise.all([again(), again(), again()]);

    expect(others).toEqual([first, first]);
    await expect(run(caller('one'), 'admitOfficial', { ...input, name: 'Other' })).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED' });
  });
});

describe('a duty of a later time', () => {
  it('begins when it was said to, and is ended before it began', async () => {
    const input = { official: 'JUS:x.nobody', duty: 'REGISTRAR' };
    const heldAfter = async () => (await world.changes(0, 1_000)).officials.find(({ id }) => id === input.official)?.duties;
    expect(await run(caller('one'), 'grantDuty', { ...input, from: soon(day) }, 'official { duties { duty } }')).toEqual({
      official: { duties: [] },
    });
    expect(await heldAfter()).toMatchObject([{ duty: 'REGISTRAR', to: null }]);
    await run(caller('one'), 'endDuty', input);
    expect(await heldAfter()).toEqual([]);
    await expect(run(caller('one'), 'endDuty', input)).rejects.toMatchObject({ code: 'DUTY_NOT_HELD' });
  });

  it('begins with its confirmation, where that comes later', async () => {
    const input = { official: 'JUS:x.signatory', duty: 'AUDITOR', from: soon(moment), to: soon(day) };
    const { appointment } = await run<{ appointment: { id: string } }>(caller('one'), 'grantDuty', input, 'appointment { id }');
    await over(input.from);
    const confirmed = await run<{ appointment: { official: { duties: readonly object[] } } }>(
      caller('two'),
      'confirmAppointment',
      { appointmentId: appointment.id },
      'appointment { state from official { duties { duty from } } }',
    );
    expect(confirmed.appointment).toMatchObject({ state: 'CONFIRMED', from: input.from });
    const [auditor] = confirmed.appointment.official.duties as readonly { readonly duty: string; readonly from: string }[];
    expect(auditor?.duty).toBe('AUDITOR');
    expect(Date.parse(auditor?.from ?? '')).toBeGreaterThan(Date.parse(input.from));
  });

  it('is not given once its time has passed', async () => {
    const input = { official: 'JUS:x.nobody', duty: 'SECURITY_OFFICER', to: soon(moment) };
    const { appointment } = await run<{ appointment: { id: string } }>(caller('one'), 'grantDuty', input, 'appointment { id }');
    await over(input.to);
    const confirming = run(caller('two'), 'confirmAppointment', { appointmentId: appointment.id });
    await expect(confirming).rejects.toMatchObject({ code: 'PERIOD_INVALID' });
    const states = '{ appointments(filter: { official: "JUS:x.nobody", state: [PENDING] }) { edges { node { duty } } } }';
    expect(await ask(caller('one'), states)).toMatchObject({
      appointments: { edges: expect.arrayContaining([{ node: { duty: 'SECURITY_OFFICER' } }]) },
    });
  });
});

describe('lists', () => {
  const names = Array.from({ length: 5 }, (_, index) => `l${index}`);
  beforeAll(async () => {
    await world.enrol({ institutions: [], officials: names.map((name) => person(name, false)) });
    for (const name of names) {
      await run(caller('one'), 'grantClearance', { official: `JUS:${name}` });
      const standIn = { official: `JUS:${name}`, duty: 'SIGNATORY', to: soon(day) };
      await run(caller('x.signatory', 'SIGNATORY'), 'delegateDuty', standIn);
    }
  });
  type Ends = { readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean } };

  it('of proposals are paged, newest first, and may be narrowed', async () => {
    const list =
      'query List($filter: AppointmentFilter, $first: Int, $after: String) { appointments(filter: $filter, first: $first, after: $after) { totalCount edges { node { official { id } } } pageInfo { endCursor hasNextPage } } }';
    const seen = [];
    for (let after: string | null = null, more = true; more; ) {
      const { appointments }: { appointments: Ends & { totalCount: number; edges: readonly { node: { official: { id: string } } }[] } } =
        await ask(caller('one'), list, { first: 2, after });
      seen.push(...appointments.edges.map(({ node }) => node.official.id));
      expect(appointments.totalCount).toBeGreaterThanOrEqual(names.length);
      ({ endCursor: after, hasNextPage: more } = appointments.pageInfo);
    }
    expect(seen.slice(0, names.length)).toEqual(names.toReversed().map((name) => `JUS:${name}`));
    expect(new Set(seen).size).toBeGreaterThan(names.length);
    expect(await ask(caller('one'), list, { filter: { official: 'JUS:l3' } })).toMatchObject({ appointments: { totalCount: 1 } });
    expect(await ask(caller('one'), list, { filter: { state: ['CONFIRMED'] } })).toMatchObject({ appointments: { totalCount: 1 } });
    expect(await ask(caller('one'), list, { filter: { state: [] } })).toMatchObject({ appointments: { totalCount: 0 } });
    const elsewhere = { ...caller('one'), institution: parseInstitutionCode('COURT') };
    expect(await ask(elsewhere, list)).toMatchObject({ appointments: { totalCount: 0 } });
  });

  it('of delegations are paged, and cost the same for one official and for many', async () => {
    const query = `query Given($after: String) { official(id: "JUS:x.signatory") {
      delegations(first: 2, after: $after) { edges { node { delegatedTo { id } inForce } } pageInfo { endCursor hasNextPage } }
    } }`;
    const seen = [];
    for (let after: string | null = null, more = true; more; ) {
      const { official }: { official: { delegations: Ends & { edges: readonly { node: { delegatedTo: { id: string } } }[] } } } = await ask(
        caller('one'),
        query,
        { after },
      );
      seen.push(...official.delegations.edges.map(({ node }) => node.delegatedTo.id));
      ({ endCursor: after, hasNextPage: more } = official.delegations.pageInfo);
    }
    expect(seen).toEqual(names.toReversed().map((name) => `JUS:${name}`));

    const all = `query All($first: Int) { institution(code: "JUS") { officials(first: $first) { edges { node {
      name duties { duty delegatedBy { name } } delegations(first: 5) { edges { node { delegatedBy { name } delegatedTo { name } } } }
    } } } } }`;
    const short = await statementsOf(() => ask(caller('one'), all, { first: 6 }));
    const long = await statementsOf(() => ask(caller('one'), all, { first: 20 }));
    expect(long).toEqual(short);
  });
});
