import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../kit/asking.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { published } from '../kit/publishedOperations.ts';
import { drafted, registered } from '../kit/walks.ts';
import type { Who } from '../kit/who.ts';

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
}, 120_000);
afterAll(() => circuit?.close());

const [first, second, auditor] = ['EXC:o.bereza', 'EXC:y.koshel', 'EXC:m.prokopenko'];
const officer = { institution: 'JUS', duty: 'SECURITY_OFFICER' } as const;
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** What a published operation answers to who sends nothing but its hash: whole, without an error. §1.6 */
async function told(who: Who, name: string, variables: object): Promise<Readonly<Record<string, unknown>>> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: published(name).id } };
  const { data, errors } = await ask(circuit.graphql, { extensions, variables, token: await circuit.token(who) });
  expect(errors, name).toBeUndefined();
  return data ?? {};
}

/** What a command answers of what it was about: `breakGlass`, `appointment`, … */
async function done<Told extends object>(who: Who, name: string, of: string, input: object): Promise<Told> {
  const [payload] = Object.values(await told(who, name, { input })) as Readonly<Record<string, Told>>[];
  return payload?.[of] as Told;
}

interface Standing {
  readonly id: string;
  readonly state: string;
}

const nodesIn = (list: unknown): readonly Standing[] =>
  (list as { readonly edges: readonly { readonly node: Standing }[] }).edges.map(({ node }) => node);

test('§13 sight in an emergency: asked, listed, confirmed, ended, reviewed, and read about in the audit trail', async () => {
  const { id: documentId } = await registered(circuit.desk(), { facts: { access: 'RESTRICTED' } });
  const wish = { documentId, official: 'MOH:z.panchenko', reason: 'Poisoned water.', endsAt: inHours(8) };
  const asked = await done<Standing>(first, 'AskBreakGlass', 'breakGlass', wish);
  const listed = await told(second, 'BreakGlasses', { filter: { state: ['ASKED'] } });
  const states = [asked.state];
  for (const [who, name, more] of [
    [second, 'ConfirmBreakGlass', {}],
    [first, 'EndBreakGlass', {}],
    [auditor, 'ReviewBreakGlass', { finding: 'There was ground for it.' }],
  ] as const)
    states.push((await done<Standing>(who, name, 'breakGlass', { breakGlassId: asked.id, ...more })).state);
  const other = await done<Standing>(first, 'AskBreakGlass', 'breakGlass', wish);
  const declined = await done<Standing>(second, 'DeclineBreakGlass', 'breakGlass', { breakGlassId: other.id, reason: 'No emergency.' });

  expect(nodesIn(listed.breakGlasses)).toEqual([asked]);
  expect([...states, declined.state]).toEqual(['ASKED', 'OPEN', 'ENDED', 'REVIEWED', 'DECLINED']);
  await expect
    .poll(async () => nodesIn((await told(auditor, 'AuditDecisions', { filter: { breakGlass: asked.id } })).auditEntries).length, {
      timeout: 10_000,
    })
    .toBeGreaterThanOrEqual(4);
});

test('§2.6 people: admitted, appointed by two, standing in, dismissed', async () => {
  const official = 'JUS:p.desk';
  await done(officer, 'AdmitOfficial', 'official', { official, name: 'P. Desk' });
  await done(officer, 'GrantDuty', 'official', { official, duty: 'SIGNATORY' });
  const clearance = await done<Standing>(officer, 'GrantClearance', 'appointment', { official });
  const waiting = nodesIn((await told(officer, 'Appointments', { filter: { official } })).appointments);
  const confirmed = await done<Standing>(first, 'ConfirmAppointment', 'appointment', { appointmentId: clearance.id });
  const duty = await done<Standing>(officer, 'GrantDuty', 'appointment', { official, duty: 'AUDITOR' });
  const declined = await done<Standing>(first, 'DeclineAppointment', 'appointment', { appointmentId: duty.id, reason: 'Not needed.' });
  const standIn = { official: 'JUS:o.petrenko', duty: 'SIGNATORY', to: inHours(24) };
  const delegation = await done<Standing>({ institution: 'JUS', duty: 'SIGNATORY' }, 'DelegateDuty', 'delegation', standIn);
  await done(officer, 'EndDelegation', 'delegation', { delegationId: delegation.id });
  await done(officer, 'WithdrawClearance', 'official', { official });
  await done(officer, 'EndDuty', 'official', { official, duty: 'SIGNATORY' });
  await done(officer, 'DismissOfficial', 'official', { official });

  expect(waiting.map(({ id }) => id)).toEqual([clearance.id]);
  expect([confirmed.state, declined.state]).toEqual(['CONFIRMED', 'DECLINED']);
  expect((await told(officer, 'Official', { id: official })).official).toMatchObject({ duties: [], dismissedAt: expect.any(String) });
});

test('§16.2 the regulation: proposed, confirmed or declined, read with all of its tables', async () => {
  const operator = { institution: 'EXC', duty: 'OPERATOR' } as const;
  const proposed = await done<{ version: number }>(operator, 'ProposeRegulation', 'regulation', { note: 'As it is.' });
  await done(first, 'DeclineRegulation', 'regulation', { version: proposed.version, reason: 'Not needed.' });
  const next = await done<{ version: number }>(operator, 'ProposeRegulation', 'regulation', { note: 'As it is.' });
  const confirmed = await done<{ state: string }>(first, 'ConfirmRegulation', 'regulation', { version: next.version });
  const listed = await told(first, 'Regulations', {});

  expect(confirmed.state).toBe('CONFIRMED');
  expect(nodesIn(listed.regulations).map(({ state }) => state)).toEqual(expect.arrayContaining(['CONFIRMED', 'DECLINED']));
  expect((await told(first, 'Regulation', {})).regulation).toMatchObject({ routes: expect.any(Array), deadlines: expect.any(Object) });
});

test('§4.5 approval: submitted, given back, submitted again, approved; and why somebody may do what (§3.8)', async () => {
  const [clerk, signatory] = (['CLERK', 'SIGNATORY'] as const).map((duty) => ({ institution: 'JUS', duty }));
  if (clerk === undefined || signatory === undefined) throw new Error('nobody');
  const { id: documentId } = await drafted(circuit.desk());
  await done(clerk, 'SubmitDocument', 'document', { documentId });
  await done(signatory, 'ReturnDocument', 'document', { documentId, reason: 'Once more.' });
  await done(clerk, 'ReviseLegalOpinion', 'document', { documentId, title: 'Once more' });
  await done(clerk, 'SubmitDocument', 'document', { documentId });
  const approved = await done<object>(signatory, 'ApproveDocument', 'document', { documentId });
  const explained = await told(officer, 'ExplainAccess', { documentId, official: 'MOH:m.sydorenko', operation: 'document' });

  expect(approved).toMatchObject({ status: 'APPROVED', approval: { approvedBy: { id: expect.any(String) } } });
  expect((await told(clerk, 'DocumentApproval', { id: documentId })).document).toMatchObject(approved);
  expect((await told(clerk, 'DocumentRetention', { id: documentId })).document).toMatchObject({ retention: null });
  expect(explained.explainAccess).toMatchObject({ verdict: 'REFUSED', code: 'DOCUMENT_NOT_FOUND' });
});
