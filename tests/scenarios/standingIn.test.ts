import type { Speaker } from '@chancery/circuit';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anOpinion } from '../kit/builders.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { drafted } from '../kit/walks.ts';

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterAll(() => circuit?.close());

const speaker = (official: string, institution = official.slice(0, 3)): Speaker => ({
  official: parseOfficialId(official),
  institution: parseInstitutionCode(institution),
});
const officer = speaker('JUS:r.hnatiuk');
const secondOfficer = speaker('JUS:v.zinchenko');
const newcomer = speaker('JUS:p.novak');
const signatory = speaker('JUS:i.shevchuk');
const deputyAtHome = speaker('FIN:t.rudenko');
const deputy = speaker('FIN:t.rudenko', 'JUS');
const auditor = speaker('JUS:d.marchuk');

/** The answer to an operation that must not meet any error. */
async function told<Data>(by: Speaker, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await circuit.gateway.ask<Data>(query, variables, by);
  expect(errors).toEqual([]);
  return data as Data;
}

/** Sends a command that must be carried out; answers its payload. */
async function done<Payload>(by: Speaker, name: string, input: object, selection: string): Promise<Payload> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await told<Record<string, Payload>>(by, `mutation Do($input: ${type}!) { ${name}(input: $input) { ${selection} } }`, {
    input,
  });
  return data[name] as Payload;
}

/** Sends a command that must be refused; answers code and clause. */
async function refused(by: Speaker, name: string, input: object): Promise<string> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const { errors } = await circuit.gateway.ask(`mutation Do($input: ${type}!) { ${name}(input: $input) { __typename } }`, { input }, by);
  return errors.map(({ extensions }) => `${extensions?.code} ${extensions?.clause}`).join(', ');
}

const meQuery = '{ me { name clearance duties { duty institution { code } to delegatedBy { name } } } }';
type Me = { readonly me: { readonly clearance: boolean; readonly duties: readonly { readonly duty: string }[] } };
const dutiesOf = async (by: Speaker) => (await told<Me>(by, meQuery)).me.duties.map(({ duty }) => duty);

let restricted = '';
let delegationId = '';

test('a security officer admits an official, who may then sign in and do nothing', async () => {
  const input = { official: newcomer.official, name: 'Pavlo Novak' };
  expect(await done(officer, 'admitOfficial', input, 'official { id name clearance institution { code } duties { duty } }')).toEqual({
    official: { id: newcomer.official, name: 'Pavlo Novak', clearance: false, institution: { code: 'JUS' }, duties: [] },
  });
  expect(await dutiesOf(newcomer)).toEqual([]);
  expect(await refused(newcomer, 'draftLegalOpinion', anOpinion())).toBe('DUTY_REQUIRED 2.3.1');
  expect(await refused(officer, 'admitOfficial', input)).toBe('OFFICIAL_EXISTS 2.6.1');
  expect(await refused(officer, 'admitOfficial', { ...input, official: 'FIN:p.novak' })).toBe('NOT_YOUR_OFFICIAL 2.6.1');
});

test('he is granted the duty of clerk, and drafts', async () => {
  const payload = await done(
    officer,
    'grantDuty',
    { official: newcomer.official, duty: 'CLERK' },
    'official { duties { duty } } appointment { id }',
  );
  expect(payload).toEqual({ official: { duties: [{ duty: 'CLERK' }] }, appointment: null });
  await expect.poll(() => dutiesOf(newcomer), { timeout: 5_000 }).toEqual(['CLERK']);
  const drafting = async () => refused(newcomer, 'draftLegalOpinion', anOpinion({ access: 'RESTRICTED' }));
  await expect.poll(drafting, { timeout: 5_000 }).toBe('');
});

test('his clearance is proposed by one security officer and confirmed by another', async () => {
  const { appointment } = await done<{ appointment: { id: string } }>(
    officer,
    'grantClearance',
    { official: newcomer.official },
    'appointment { id state clearance duty official { name } proposedBy { name } decidedBy { name } }',
  );
  expect(appointment).toEqual({
    id: expect.stringMatching(/^JUS:appointment:/),
    state: 'PENDING',
    clearance: true,
    duty: null,
    official: { name: 'Pavlo Novak' },
    proposedBy: { name: 'Roman Hnatiuk' },
    decidedBy: null,
  });
  const decision = { appointmentId: appointment.id };
  expect(await refused(officer, 'confirmAppointment', decision)).toBe('OWN_PROPOSAL 2.6.2');
  expect(await refused(speaker('FIN:b.levchenko'), 'confirmAppointment', decision)).toBe('APPOINTMENT_NOT_FOUND 2.6.2');
  expect(await refused(newcomer, 'confirmAppointment', decision)).toBe('DUTY_REQUIRED 2.6.1');
  expect((await told<Me>(newcomer, meQuery)).me.clearance).toBe(false);

  const waiting = '{ appointments { totalCount edges { node { id official { name } } } } }';
  const list = { appointments: { totalCount: 1, edges: [{ node: { id: appointment.id, official: { name: 'Pavlo Novak' } } }] } };
  expect(await told(secondOfficer, waiting)).toEqual(list);
  expect(await told(speaker('EXC:o.bereza'), waiting)).toEqual(list);
  expect(await told(speaker('FIN:b.levchenko'), waiting)).toEqual({ appointments: { totalCount: 0, edges: [] } });

  expect(
    await done(secondOfficer, 'confirmAppointment', decision, 'appointment { state decidedBy { name } official { clearance } }'),
  ).toEqual({
    appointment: { state: 'CONFIRMED', decidedBy: { name: 'Vira Zinchenko' }, official: { clearance: true } },
  });
  expect(await refused(secondOfficer, 'confirmAppointment', decision)).toBe('APPOINTMENT_CLOSED 2.6.2');
});

test('the signatory lets an official of another institution stand in for a week', async () => {
  restricted = (await drafted(circuit.desk())).id;
  expect(await refused(deputy, 'signDocument', { documentId: restricted })).toBe('DUTY_REQUIRED 2.3');
  const to = new Date(Date.now() + 7 * 86_400_000).toISOString();
  const { delegation } = await done<{ delegation: { id: string } }>(
    signatory,
    'delegateDuty',
    { official: deputy.official, duty: 'SIGNATORY', to },
    'delegation { id duty to inForce institution { code } delegatedBy { name } delegatedTo { name } }',
  );
  expect(delegation).toEqual({
    id: expect.stringMatching(/^JUS:delegation:/),
    duty: 'SIGNATORY',
    to,
    inForce: true,
    institution: { code: 'JUS' },
    delegatedBy: { name: 'Ihor Shevchuk' },
    delegatedTo: { name: 'Tetiana Rudenko' },
  });
  delegationId = delegation.id;
  const both = await told(deputyAtHome, '{ me { duties { duty institution { code } to delegatedBy { name } } } }');
  expect(both).toEqual({
    me: {
      duties: [
        { duty: 'SIGNATORY', institution: { code: 'FIN' }, to: null, delegatedBy: null },
        { duty: 'SIGNATORY', institution: { code: 'JUS' }, to, delegatedBy: { name: 'Ihor Shevchuk' } },
      ],
    },
  });
});

test('she signs under it, and the audit trail says by whose delegation', async () => {
  const signing = async () => refused(deputy, 'signDocument', { documentId: restricted });
  await expect.poll(signing, { timeout: 5_000, interval: 100 }).toBe('');
  const question = `query Audit($id: ID!) { auditEntries(filter: { documentId: $id, act: "signDocument", outcome: [DONE] }) {
    edges { node { place official { name } institution { code } duties delegatedBy { duty by { name } } } }
  } }`;
  const entry = (place: string) => ({
    node: {
      place,
      official: { name: 'Tetiana Rudenko' },
      institution: { code: 'JUS' },
      duties: ['SIGNATORY'],
      delegatedBy: [{ duty: 'SIGNATORY', by: { name: 'Ihor Shevchuk' } }],
    },
  });
  await expect
    .poll(() => told(auditor, question, { id: restricted }), { timeout: 5_000 })
    .toEqual({ auditEntries: { edges: expect.arrayContaining([entry('gateway'), entry('JUS')]) } });
});

test('what came by delegation is not delegated on, and who may not ends nothing', async () => {
  const to = new Date(Date.now() + 86_400_000).toISOString();
  const on = { official: 'JUS:n.kovalenko', duty: 'SIGNATORY', to };
  expect(await refused(deputy, 'delegateDuty', on)).toBe('DUTY_IS_DELEGATED 2.5.2');
  expect(await refused(deputy, 'endDelegation', { delegationId })).toBe('NOT_YOUR_DELEGATION 2.5.3');
  expect(await refused(deputyAtHome, 'endDelegation', { delegationId })).toBe('DELEGATION_NOT_FOUND 2.5');
});

test('who was refused in another’s perimeter stands in its audit trail by name: the gateway has on record that she asked (§10.11)', async () => {
  expect(await refused(deputyAtHome, 'signDocument', { documentId: restricted })).toBe('DOCUMENT_NOT_FOUND 3.1');
  const question = `query Audit($id: ID!) { auditEntries(filter: { documentId: $id, act: "signDocument", outcome: [REFUSED] }) {
    edges { node { place official { name } institution { code } duties claimedAt } }
  } }`;
  const node = {
    place: 'JUS',
    official: { name: 'Tetiana Rudenko' },
    institution: { code: 'FIN' },
    duties: ['SIGNATORY'],
    claimedAt: null,
  };
  await expect
    .poll(() => told(auditor, question, { id: restricted }), { timeout: 5_000 })
    .toEqual({ auditEntries: { edges: expect.arrayContaining([{ node }]) } });
});

test('the delegation ends by word, and access ends', async () => {
  const next = (await drafted(circuit.desk())).id;
  expect(await done(signatory, 'endDelegation', { delegationId }, 'delegation { inForce }')).toEqual({ delegation: { inForce: false } });
  const signing = async () => refused(deputy, 'signDocument', { documentId: next });
  await expect.poll(signing, { timeout: 5_000, interval: 100 }).toBe('DUTY_REQUIRED 2.3');
  expect(await refused(signatory, 'endDelegation', { delegationId })).toBe('DELEGATION_ENDED 2.5.3');
  const history = `query History($id: ID!) { official(id: $id) { delegations { edges { node { id inForce } } } } }`;
  for (const id of [signatory.official, deputy.official])
    expect(await told(officer, history, { id })).toEqual({
      official: { delegations: { edges: [{ node: { id: delegationId, inForce: false } }] } },
    });
});

test('every act of it stands in the audit trail, done or refused, with whom it was about', async () => {
  const question = `{ auditEntries(filter: { place: "directory" }, first: 100) { edges { node { act outcome code official { id } about aboutDuty } } } }`;
  const entry = (act: string, by: string, about: string, aboutDuty: string | null = null) => ({
    node: { act, outcome: 'DONE', code: null, official: { id: by }, about, aboutDuty },
  });
  await expect
    .poll(() => told(auditor, question), { timeout: 5_000 })
    .toEqual({
      auditEntries: {
        edges: expect.arrayContaining([
          entry('admitOfficial', officer.official, newcomer.official),
          entry('grantDuty', officer.official, newcomer.official, 'CLERK'),
          entry('grantClearance', officer.official, newcomer.official),
          entry('confirmAppointment', secondOfficer.official, newcomer.official),
          entry('delegateDuty', signatory.official, deputy.official, 'SIGNATORY'),
          entry('endDelegation', signatory.official, deputy.official, 'SIGNATORY'),
          {
            node: {
              act: 'admitOfficial',
              outcome: 'REFUSED',
              code: 'OFFICIAL_EXISTS',
              official: { id: officer.official },
              about: newcomer.official,
              aboutDuty: null,
            },
          },
        ]),
      },
    });
});

test('a dismissed official acts no more, and his name stays', async () => {
  expect(await refused(officer, 'dismissOfficial', { official: officer.official })).toBe('OWN_APPOINTMENT 2.6.3');
  const payload = await done(officer, 'dismissOfficial', { official: newcomer.official }, 'official { name dismissedAt duties { duty } }');
  expect(payload).toEqual({ official: { name: 'Pavlo Novak', dismissedAt: expect.any(String), duties: [] } });
  const asking = async () => {
    const { errors } = await circuit.gateway.ask(meQuery, {}, newcomer);
    return errors[0]?.extensions;
  };
  await expect.poll(asking, { timeout: 5_000 }).toEqual({ code: 'OFFICIAL_DISMISSED', clause: '2.2' });
  expect(await refused(officer, 'grantDuty', { official: newcomer.official, duty: 'CLERK' })).toBe('OFFICIAL_DISMISSED 2.2');
});
