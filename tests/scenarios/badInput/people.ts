import type { OfficialSeed, Speaker } from '@chancery/circuit';
import { command as carryOut } from '@chancery/circuit';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import type { TestCircuit } from '../../kit/circuit.ts';
import { run } from '../../kit/heldDeliveries.ts';
import { type BadCase, command, invented, who } from './badCase.ts';

const person = (id: string, clearance = false, ...duties: OfficialSeed['duties']): OfficialSeed => ({
  id,
  name: `Person ${id}`,
  institution: id.slice(0, 3),
  clearance,
  duties,
});

/** Officials about whom commands decide, each about another. */
export const decidedAbout: readonly OfficialSeed[] = [
  person('JUS:b.leaver', false, 'CLERK'),
  person('JUS:b.left', false, 'CLERK'),
  person('JUS:b.grantee'),
  person('JUS:b.ending', false, 'CLERK'),
  person('JUS:b.uncleared'),
  person('JUS:b.cleared', true),
  person('JUS:b.fallen', false, 'SECURITY_OFFICER'),
  ...['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'].map((name) => person(`JUS:b.${name}`)),
];

/** Proposals and delegations in every state, by id. */
export interface Decisions {
  /** Proposed by another security officer of the Ministry of Justice than the one who is asked. */
  readonly proposals: Readonly<Record<'toConfirm' | 'toDecline' | 'own' | 'confirmed' | 'declined' | 'expired' | 'ofFallen', string>>;
  /** The signatory of the Ministry of Justice is stood in for by the registrar of the Ministry of Finance. */
  readonly delegations: Readonly<Record<'live' | 'over', string>>;
}

const officer = who('JUS', 'SECURITY_OFFICER');
const signatory = who('JUS', 'SIGNATORY');
const ofJustice = (official: string): Speaker => ({ official: parseOfficialId(official), institution: parseInstitutionCode('JUS') });
const decider = ofJustice('JUS:v.zinchenko');
const proposer = ofJustice('JUS:r.hnatiuk');
const standIn = 'FIN:only.registrar';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** Brings proposals and delegations to where bad input finds them. */
export async function setDecisions(circuit: TestCircuit): Promise<Decisions> {
  const signer = circuit.desk().cast('JUS', 'SIGNATORY');
  let count = 0;
  const sent = <Payload>(by: Speaker, name: string, input: object, selection: string) =>
    carryOut<Payload>(circuit.gateway, by, name, { ...input, requestId: `people:${++count}` }, selection);
  const proposed = async (about: string, by = proposer) => {
    const selection = 'appointment { id }';
    return (await sent<{ appointment: { id: string } }>(by, 'grantClearance', { official: `JUS:b.${about}` }, selection)).appointment.id;
  };
  const delegated = async (duty: string, official: string, by = signer) =>
    (await sent<{ delegation: { id: string } }>(by, 'delegateDuty', { official, duty, to: inDays(7) }, 'delegation { id }')).delegation.id;

  const proposals = {
    toConfirm: await proposed('first'),
    toDecline: await proposed('second'),
    own: await proposed('third', decider),
    confirmed: await proposed('fourth'),
    declined: await proposed('fifth'),
    expired: await proposed('sixth'),
    ofFallen: await proposed('seventh', ofJustice('JUS:b.fallen')),
  };
  await sent(decider, 'confirmAppointment', { appointmentId: proposals.confirmed }, '__typename');
  await sent(decider, 'declineAppointment', { appointmentId: proposals.declined, reason: 'Not needed.' }, '__typename');
  await run(
    circuit.databaseUrl('directory'),
    `UPDATE appointment SET proposed_at = proposed_at - interval '14 days' WHERE id = '${proposals.expired}'`,
  );
  await sent(decider, 'endDuty', { official: 'JUS:b.fallen', duty: 'SECURITY_OFFICER' }, '__typename');
  await sent(decider, 'dismissOfficial', { official: 'JUS:b.left' }, '__typename');
  const over = await delegated('SIGNATORY', 'FIN:only.executor');
  await sent(signer, 'endDelegation', { delegationId: over }, '__typename');
  return { proposals, delegations: { over, live: await delegated('SIGNATORY', standIn) } };
}

type Refused = Pick<BadCase, 'code'> & { readonly clause?: string; readonly as?: BadCase['as'] };
type Input = Parameters<typeof command>[1];
const bad = (name: string, says: string, input: object | Input, { as = officer, ...refused }: Refused): BadCase =>
  command(name, typeof input === 'function' ? (input as Input) : () => input, { says: `${name} ${says}`, as, ...refused });

const unknown = { code: 'OFFICIAL_UNKNOWN', clause: '2.2' } as const;
const dismissed = { code: 'OFFICIAL_DISMISSED', clause: '2.2' } as const;
const oneself = { code: 'OWN_APPOINTMENT', clause: '2.6.3' } as const;
const notYours = { code: 'NOT_YOUR_OFFICIAL', clause: '2.6.1' } as const;
const noTime = { code: 'PERIOD_INVALID' } as const;

/** What a command about an official needs beside the official. */
const aboutOfficials: Readonly<Record<string, object>> = {
  dismissOfficial: {},
  grantDuty: { duty: 'CLERK' },
  endDuty: { duty: 'CLERK' },
  grantClearance: {},
  withdrawClearance: {},
};

/** §2.6 Every command about an official, about whom nobody decides so. */
const aboutNobody: readonly BadCase[] = Object.entries(aboutOfficials).flatMap(([name, more]) => [
  bad(name, 'about oneself', { official: decider.official, ...more }, oneself),
  bad(name, 'about an invented official', { official: 'JUS:nobody', ...more }, unknown),
  bad(name, 'about one who was dismissed', { official: 'JUS:b.left', ...more }, dismissed),
  ...(name.endsWith('Duty') ? [] : [bad(name, "about another's official", { official: 'FIN:only.clerk', ...more }, notYours)]),
]);

/** §2.6 Appointments that nobody makes. */
export const badAppointments: readonly BadCase[] = [
  ...aboutNobody,
  bad('admitOfficial', 'of an id that is taken', { official: 'JUS:b.grantee', name: 'B.' }, { code: 'OFFICIAL_EXISTS', clause: '2.6.1' }),
  bad(
    'admitOfficial',
    'of the id of one who was dismissed',
    { official: 'JUS:b.left', name: 'B.' },
    { code: 'OFFICIAL_EXISTS', clause: '2.6.1' },
  ),
  bad('admitOfficial', 'elsewhere', { official: 'FIN:b.new', name: 'B.' }, notYours),
  bad('grantDuty', 'that is held', { official: 'JUS:b.ending', duty: 'CLERK' }, { code: 'DUTY_ALREADY_HELD', clause: '2.6.1' }),
  bad('grantDuty', 'from yesterday', () => ({ official: 'JUS:b.grantee', duty: 'CLERK', from: inDays(-1) }), noTime),
  bad('grantDuty', 'until yesterday', () => ({ official: 'JUS:b.grantee', duty: 'CLERK', to: inDays(-1) }), noTime),
  bad('grantDuty', 'of no time', () => ({ official: 'JUS:b.grantee', duty: 'AUDITOR', from: inDays(2), to: inDays(1) }), noTime),
  bad('endDuty', 'that is not held', { official: 'JUS:b.grantee', duty: 'CLERK' }, { code: 'DUTY_NOT_HELD', clause: '2.6.1' }),
  bad('endDuty', 'that is held by delegation only', { official: standIn, duty: 'SIGNATORY' }, { code: 'DUTY_NOT_HELD', clause: '2.6.1' }),
  bad('grantClearance', 'to one who has it', { official: 'JUS:b.cleared' }, { code: 'CLEARANCE_ALREADY_HELD', clause: '2.6.2' }),
  bad('grantClearance', 'to one for whom it is proposed', { official: 'JUS:b.first' }, { code: 'APPOINTMENT_PENDING', clause: '2.6.2' }),
  bad('withdrawClearance', 'from one who has none', { official: 'JUS:b.uncleared' }, { code: 'CLEARANCE_NOT_HELD', clause: '2.6.2' }),
  ...(['confirmAppointment', 'declineAppointment'] as const).flatMap((name) => {
    const decision =
      (key: keyof Decisions['proposals']): Input =>
      ({ decisions }) => ({ appointmentId: decisions.proposals[key], ...(name === 'declineAppointment' ? { reason: 'No.' } : {}) });
    const notFound = { code: 'APPOINTMENT_NOT_FOUND', clause: '2.6.2' } as const;
    const none = { appointmentId: `JUS:appointment:${invented}`, ...(name === 'declineAppointment' ? { reason: 'No.' } : {}) };
    return [
      bad(name, 'that was never proposed', none, notFound),
      bad(name, 'of another institution', decision('toConfirm'), { ...notFound, as: who('FIN', 'SECURITY_OFFICER') }),
      bad(name, 'that is confirmed', decision('confirmed'), { code: 'APPOINTMENT_CLOSED', clause: '2.6.2' }),
      bad(name, 'that is declined', decision('declined'), { code: 'APPOINTMENT_CLOSED', clause: '2.6.2' }),
      bad(name, 'that nobody decided in time', decision('expired'), { code: 'APPOINTMENT_EXPIRED', clause: '2.6.2' }),
    ];
  }),
  bad('confirmAppointment', 'of the own proposal', ({ decisions }: Parameters<Input>[0]) => ({ appointmentId: decisions.proposals.own }), {
    code: 'OWN_PROPOSAL',
    clause: '2.6.2',
  }),
  bad(
    'confirmAppointment',
    'that was proposed by one who is no security officer now',
    ({ decisions }: Parameters<Input>[0]) => ({ appointmentId: decisions.proposals.ofFallen }),
    { code: 'PROPOSER_WITHOUT_DUTY', clause: '2.6.2' },
  ),
];

const delegating = (says: string, change: object | (() => object), refused: Refused): BadCase => {
  const facts = () => ({
    official: 'FIN:only.clerk',
    duty: 'SIGNATORY',
    to: inDays(7),
    ...(typeof change === 'function' ? change() : change),
  });
  return bad('delegateDuty', says, facts, { as: signatory, ...refused });
};
const ending = (says: string, delegation: keyof Decisions['delegations'] | null, refused: Refused): BadCase => {
  const input: Input = ({ decisions }) => ({
    delegationId: delegation === null ? `JUS:delegation:${invented}` : decisions.delegations[delegation],
  });
  return bad('endDelegation', says, input, { as: signatory, ...refused });
};

/** §2.5 Delegations that nobody gives, and ends. */
export const badDelegations: readonly BadCase[] = [
  delegating('to oneself', { official: 'JUS:i.shevchuk' }, { code: 'DELEGATION_TO_SELF', clause: '2.5.1' }),
  delegating('to an invented official', { official: 'JUS:nobody' }, unknown),
  delegating('to one who was dismissed', { official: 'JUS:b.left' }, dismissed),
  delegating('of what takes two to give', { duty: 'AUDITOR' }, { code: 'DUTY_NOT_DELEGABLE', clause: '2.6.2' }),
  delegating('of a duty that is not held', { duty: 'CLERK' }, { code: 'DUTY_NOT_HELD', clause: '2.5.1' }),
  delegating('for 91 days', () => ({ to: inDays(91) }), { code: 'DELEGATION_TOO_LONG', clause: '2.5.1' }),
  delegating('until yesterday', () => ({ to: inDays(-1) }), noTime),
  delegating('from yesterday', () => ({ from: inDays(-1) }), noTime),
  delegating('to one who holds it', { official: 'JUS:only.signatory' }, { code: 'DUTY_ALREADY_HELD', clause: '2.5.1' }),
  delegating('to one who stands in', { official: standIn }, { code: 'DELEGATION_OVERLAPS', clause: '2.5.1' }),
  ending('that was never given', null, { code: 'DELEGATION_NOT_FOUND', clause: '2.5' }),
  ending('of another institution', 'live', { code: 'DELEGATION_NOT_FOUND', clause: '2.5', as: who('FIN', 'SIGNATORY') }),
  ending("that is a colleague's", 'live', { code: 'NOT_YOUR_DELEGATION', clause: '2.5.3', as: who('JUS', 'CLERK') }),
  ending('that has ended', 'over', { code: 'DELEGATION_ENDED', clause: '2.5.3' }),
];
