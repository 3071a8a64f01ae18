import { type Caller, type Duty, EXCHANGE, firstRegulation, parseOfficialId } from '@chancery/domain';
import { DirectoryCopy } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DirectoryWorld, directoryWorld } from '../../../tests/kit/directoryWorld.ts';

let world: DirectoryWorld;
beforeAll(async () => {
  world = await directoryWorld();
  await world.enrol({ institutions: [{ code: 'EXC', name: 'Exchange', sector: 'administration' }], officials: [] });
  await Promise.all([operator, other, ...confirmers].map(enter));
});
afterAll(() => world.close());

const by = (name: string, duty: Duty): Caller => ({
  official: parseOfficialId(`EXC:${name}`),
  institution: EXCHANGE,
  duties: [duty],
  clearance: false,
});
const operator = by('o.operator', 'OPERATOR');
const other = by('p.operator', 'OPERATOR');
const confirmers = ['q.one', 'r.two', 's.three'].map((name) => by(name, 'SECURITY_OFFICER'));

/** The directory's own rows: an official holds these duties from now, and no others. */
const enter = ({ official, duties }: Pick<Caller, 'official' | 'duties'>): Promise<number> =>
  world.enrol({ institutions: [], officials: [{ id: official, name: official, institution: EXCHANGE, clearance: false, duties }] });

async function run(caller: Caller, name: string, input: object): Promise<number> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const mutation = `mutation Run($input: ${type}!) { ${name}(input: $input) { regulation { version } } }`;
  const answer = await world.askFor<Record<string, { regulation: { version: number } }>>(caller, mutation, { input });
  return answer[name]?.regulation.version ?? 0;
}
const inForce = () => world.ask('{ regulation { version state effectiveFrom proposedBy { id } deadlines { registerDays } } }');

describe('a directory without a version', () => {
  it('says what is in force before any', async () => {
    const { registerDays } = firstRegulation.deadlines;
    expect(await inForce()).toEqual({
      regulation: { version: 0, state: 'CONFIRMED', effectiveFrom: null, proposedBy: null, deadlines: { registerDays } },
    });
    expect((await world.changes(0)).regulations).toEqual([]);
  });

  it('takes a first version from the circuit, once', async () => {
    const enrolment = { institutions: [], officials: [], regulation: true };
    const version = await world.enrol(enrolment);
    expect(await world.enrol(enrolment)).toBe(version);
    const changes = await world.changes(version - 1);
    expect(changes).toMatchObject({ version, institutions: [], officials: [] });
    const effectiveFrom = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(changes.regulations).toEqual([{ ...firstRegulation, version: 1, effectiveFrom }]);
    expect(await inForce()).toMatchObject({ regulation: { version: 1, state: 'CONFIRMED', proposedBy: null } });
  });
});

describe('a confirmed version', () => {
  it('reaches the copies of the directory, a proposed one does not', async () => {
    const copy = new DirectoryCopy(world.as('justice'));
    await copy.refresh();
    const version = await run(operator, 'proposeRegulation', { note: 'Approve.', approvals: ['LegalOpinion'] });
    await copy.refresh();
    expect(copy.regulation(new Date())).toMatchObject({ version: 1, approvals: [] });
    await run(other, 'confirmRegulation', { version });
    await copy.refresh();
    expect(copy.regulation(new Date())).toMatchObject({ version, approvals: ['LegalOpinion'] });
  });

  it('is what the next proposal is made from, table by table', async () => {
    const version = await run(operator, 'proposeRegulation', { note: 'Sign twice.', signatories: [{ kind: '*', count: 2 }] });
    await run(other, 'confirmRegulation', { version });
    const { regulations } = await world.changes(0);
    expect(regulations.at(-1)).toMatchObject({ version, approvals: ['LegalOpinion'], signatories: [{ kind: '*', count: 2 }] });
  });

  it('is one, however many confirm it at once', async () => {
    const version = await run(operator, 'proposeRegulation', { note: 'Once.' });
    const ended = await Promise.allSettled(confirmers.map((confirmer) => run(confirmer, 'confirmRegulation', { version })));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(ended.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []))).toEqual(['PROPOSAL_DECIDED', 'PROPOSAL_DECIDED']);
  });

  it('was proposed and confirmed by officials who may by the directory’s own word at that moment (§16.2.3)', async () => {
    const version = await run(operator, 'proposeRegulation', { note: 'Late.', approvals: [] });
    const stranger = by('x.stranger', 'SECURITY_OFFICER');
    await enter({ official: stranger.official, duties: ['ANALYST'] });
    const confirming = (caller: Caller) => run(caller, 'confirmRegulation', { version });
    await expect(confirming(stranger)).rejects.toMatchObject({ code: 'DUTY_REQUIRED', clause: '16.2.2' });

    await enter({ official: operator.official, duties: ['SECURITY_OFFICER'] });
    await expect(confirming(other)).rejects.toMatchObject({ code: 'PROPOSER_WITHOUT_DUTY', clause: '16.2.3' });
    await expect(run(operator, 'proposeRegulation', { note: 'Again.' })).rejects.toMatchObject({ code: 'DUTY_REQUIRED', clause: '16.2.1' });
    // It waits: the duty may come back in time, and until then it can be declined.
    await enter(operator);
    await expect(confirming(other)).resolves.toBe(version);
  });

  it('is told page by page with what else has changed', async () => {
    const all = await world.changes(0);
    const told = [];
    for (let after = 0, more = true; more; ) {
      const page = await world.changes(after, 2);
      told.push(...page.regulations);
      [after, more] = [page.version, page.more];
    }
    expect(told).toEqual(all.regulations);
    expect(told.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });
});
