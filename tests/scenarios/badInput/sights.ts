import type { Speaker } from '@chancery/circuit';
import { command as carryOut } from '@chancery/circuit';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import type { TestCircuit } from '../../kit/circuit.ts';
import { run } from '../../kit/heldDeliveries.ts';
import { type BadCase, command, invented, who } from './badCase.ts';
import type { Stage } from './stage.ts';

/** Sights in an emergency in every state, by id: asked for by one officer of the exchange, confirmed by a second where they were, and not by who is asked here. */
export type Sights = Readonly<Record<'toConfirm' | 'toDecline' | 'own' | 'open' | 'toReview' | 'ended' | 'declined' | 'expired', string>>;

const ofExchange = (name: string): Speaker => ({
  official: parseOfficialId(`EXC:${name}`),
  institution: parseInstitutionCode('EXC'),
});
const asker = ofExchange('only.security-officer');
const second = ofExchange('o.bereza');
/** Whom the demonstration's cast has for `officer`. */
const tried = ofExchange('y.koshel');
const officer = who('EXC', 'SECURITY_OFFICER');
// No perimeter has it: nobody is told, and nothing is read.
const documentId = `JUS:LegalOpinion:${invented}`;
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** A wish that can be granted. */
export const soundWish = () => ({ documentId, official: 'MOH:m.sydorenko', reason: 'The hospital burns.', endsAt: inHours(8) });

/** Brings sights to where bad input finds them. */
export async function setSights(circuit: TestCircuit): Promise<Sights> {
  let count = 0;
  const sent = async (by: Speaker, name: string, input: object) => {
    const asked = { ...input, requestId: `sights:${++count}` };
    return (await carryOut<{ breakGlass: { id: string } }>(circuit.gateway, by, name, asked, 'breakGlass { id }')).breakGlass.id;
  };
  const asked = (by = asker) => sent(by, 'askBreakGlass', soundWish());
  const opened = async () => sent(second, 'confirmBreakGlass', { breakGlassId: await asked() });
  const ended = async () => sent(second, 'endBreakGlass', { breakGlassId: await opened() });
  const expired = await asked();
  await run(
    circuit.databaseUrl('directory'),
    `UPDATE break_glass SET asked_at = asked_at - interval '9 hours', ends_at = ends_at - interval '9 hours' WHERE id = '${expired}'`,
  );
  return {
    expired,
    toConfirm: await asked(),
    toDecline: await asked(),
    own: await asked(tried),
    open: await opened(),
    ended: await ended(),
    toReview: await ended(),
    declined: await sent(second, 'declineBreakGlass', { breakGlassId: await asked(), reason: 'No emergency.' }),
  };
}

type Refused = Pick<BadCase, 'code'> & { readonly clause: string; readonly as?: BadCase['as'] };

const wish = (says: string, change: () => object, refused: Refused): BadCase =>
  command('askBreakGlass', () => ({ ...soundWish(), ...change() }), { says: `askBreakGlass ${says}`, as: officer, ...refused });

const more: Readonly<Record<string, object>> = { declineBreakGlass: { reason: 'No.' }, reviewBreakGlass: { finding: 'In order.' } };
const decision = (name: string, says: string, of: ((sights: Sights) => string) | null, { as = officer, ...refused }: Refused): BadCase => {
  const breakGlassId = ({ sights }: Stage) => (of === null ? `JUS:break-glass:${invented}` : of(sights));
  return command(name, (stage) => ({ breakGlassId: breakGlassId(stage), ...more[name] }), { says: `${name} ${says}`, as, ...refused });
};

const notFound = { code: 'BREAK_GLASS_NOT_FOUND', clause: '13.1' } as const;
const closed = { code: 'BREAK_GLASS_CLOSED', clause: '13.3' } as const;
const notOpen = { code: 'BREAK_GLASS_NOT_OPEN', clause: '13.1' } as const;

/** §13 Sights that nobody asks for, opens, ends or reviews. */
export const badSights: readonly BadCase[] = [
  wish('for oneself', () => ({ official: tried.official }), { code: 'OWN_BREAK_GLASS', clause: '13.1' }),
  wish('until yesterday', () => ({ endsAt: inHours(-24) }), { code: 'DEADLINE_IN_THE_PAST', clause: '13.1' }),
  wish('for 25 hours', () => ({ endsAt: inHours(25) }), { code: 'BREAK_GLASS_TOO_LONG', clause: '13.1' }),
  wish('for an invented official', () => ({ official: 'MOH:nobody' }), { code: 'OFFICIAL_UNKNOWN', clause: '2.2' }),
  wish('for one who was dismissed', () => ({ official: 'JUS:b.left' }), { code: 'OFFICIAL_DISMISSED', clause: '2.2' }),
  wish('of a document of nobody', () => ({ documentId: `ZZZ:LegalOpinion:${invented}` }), { code: 'INSTITUTION_UNKNOWN', clause: '1.1' }),
  wish('by an officer of a ministry', () => ({}), { code: 'DUTY_REQUIRED', clause: '13.1', as: who('JUS', 'SECURITY_OFFICER') }),
  ...['confirmBreakGlass', 'declineBreakGlass', 'endBreakGlass', 'reviewBreakGlass'].flatMap((name) => [
    decision(name, 'of what was never asked for', null, notFound),
    decision(name, 'of what was declined', ({ declined }) => declined, closed),
    decision(name, 'of what nobody confirmed in time', ({ expired }) => expired, closed),
  ]),
  decision('confirmBreakGlass', 'of the own wish', ({ own }) => own, { code: 'OWN_BREAK_GLASS', clause: '13.1' }),
  ...['confirmBreakGlass', 'declineBreakGlass'].flatMap((name) => [
    decision(name, 'of what is open', ({ open }) => open, closed),
    decision(name, 'by an officer of the ministry', ({ toConfirm }) => toConfirm, {
      code: 'DUTY_REQUIRED',
      clause: '13.1',
      as: who('JUS', 'SECURITY_OFFICER'),
    }),
  ]),
  decision('endBreakGlass', 'of what is asked for only', ({ toConfirm }) => toConfirm, notOpen),
  decision('endBreakGlass', 'of what was ended', ({ ended }) => ended, closed),
  decision('endBreakGlass', "of another's document", ({ open }) => open, { ...notFound, as: who('FIN', 'SECURITY_OFFICER') }),
  decision('reviewBreakGlass', 'of what is asked for only', ({ toConfirm }) => toConfirm, notOpen),
  decision('reviewBreakGlass', 'of what is open', ({ open }) => open, { code: 'BREAK_GLASS_STILL_OPEN', clause: '13.4' }),
  decision('reviewBreakGlass', "of another's document", ({ ended }) => ended, { ...notFound, as: who('FIN', 'AUDITOR') }),
  ...[asker, second].map(({ official }) =>
    decision('reviewBreakGlass', `by ${official}, who took part`, ({ ended }) => ended, {
      code: 'OWN_BREAK_GLASS',
      clause: '13.4',
      as: official,
    }),
  ),
];
