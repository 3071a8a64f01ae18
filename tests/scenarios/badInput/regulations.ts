import { type BadCase, command, question, who } from './badCase.ts';
import type { Stage } from './stage.ts';

const operator = who('EXC', 'OPERATOR');
const confirmer = who('EXC', 'SECURITY_OFFICER');
const route = { from: '*', to: '*', kinds: ['*'] };
const kept = { kind: '*', schedule: 'GENERAL', years: 5, disposition: 'REVIEW' };
const deadlines = { registerDays: 5, executeDays: 30, deliveryHours: 24, longestDeliveryHours: 720 };
const numbers = (pattern: string) => ({ numbering: [{ direction: 'OUTGOING', pattern }] });
const many = <Row>(count: number, row: Row): readonly Row[] => Array.from({ length: count }, () => row);

type Refused = Pick<BadCase, 'code'> & { readonly clause?: string; readonly names?: string };
const proposal = (says: string, change: object, refused: Refused): BadCase =>
  command('proposeRegulation', () => ({ note: 'Bad.', ...change }), { says: `a regulation ${says}`, as: operator, ...refused });
const bad = (names: string): Refused => ({ code: 'BAD_INPUT', names });

/** Versions of the regulation that cannot stand (§16.1). */
const badRules: readonly BadCase[] = [
  proposal('without a word why', { note: ' ' }, bad('note')),
  proposal(
    'from yesterday',
    { effectiveFrom: new Date(Date.now() - 86_400_000).toISOString() },
    { code: 'REGULATION_IN_THE_PAST', clause: '16.1' },
  ),
  proposal('under which nothing goes anywhere', { routes: [] }, bad('routes')),
  proposal('with 501 routes', { routes: many(501, route) }, bad('routes')),
  proposal('with a route from what is no code', { routes: [{ ...route, from: 'jus' }] }, bad('routes[0].from')),
  proposal('with a route to everything in between', { routes: [route, { ...route, to: 'J*S' }] }, bad('routes[1].to')),
  proposal('with a route from an official', { routes: [{ ...route, from: 'FIN:a.melnyk' }] }, bad('routes[0].from')),
  proposal('with a route for no kinds', { routes: [{ ...route, kinds: [] }] }, bad('routes[0].kinds')),
  proposal('with a route for 51 kinds', { routes: [{ ...route, kinds: many(51, 'CourtRuling') }] }, bad('routes[0].kinds')),
  proposal('with a route for what is no kind', { routes: [{ ...route, kinds: ['court ruling'] }] }, bad('routes[0].kinds')),
  proposal('with a route to nobody', { routes: [{ ...route, to: 'ZZZ' }] }, { code: 'INSTITUTION_UNKNOWN', clause: '1.1', names: 'ZZZ' }),
  proposal(
    'with numbers of nobody',
    { numbering: [{ institution: 'ZZZ', direction: 'OUTGOING', pattern: '{year}/{number}' }] },
    { code: 'INSTITUTION_UNKNOWN', clause: '1.1', names: 'ZZZ' },
  ),
  proposal('that nobody signs', { signatories: [{ kind: '*', count: 0 }] }, bad('signatories[0].count')),
  proposal('that eleven sign', { signatories: [{ kind: '*', count: 11 }] }, bad('signatories[0].count')),
  proposal('that approves what is no kind', { approvals: ['LegalOpinion', 'x'.repeat(200_001)] }, bad('approvals[1]')),
  proposal('that approves a NUL', { approvals: ['a\u0000b'] }, bad('approvals[0]')),
  proposal('with 501 kinds to approve', { approvals: many(501, 'LegalOpinion') }, bad('approvals')),
  proposal('with no day to register', { deadlines: { ...deadlines, registerDays: 0 } }, bad('deadlines.registerDays')),
  proposal('with 31 days to register', { deadlines: { ...deadlines, registerDays: 31 } }, bad('deadlines.registerDays')),
  proposal('with delivery for 31 days', { deadlines: { ...deadlines, longestDeliveryHours: 744 } }, bad('deadlines.longestDeliveryHours')),
  proposal(
    'with more usual hours than there are',
    { deadlines: { ...deadlines, longestDeliveryHours: 12 } },
    bad('deadlines.deliveryHours'),
  ),
  proposal('with half a deadline', { deadlines: { registerDays: 5 } }, { code: 'BAD_INPUT' }),
  proposal('with numbers without a year', numbers('{number}'), bad('numbering[0].pattern')),
  proposal('with numbers without a number', numbers('{year}'), bad('numbering[0].pattern')),
  proposal('with numbers that could be read two ways', numbers('{year}{number}'), bad('numbering[0].pattern')),
  proposal('with numbers of 200,001 characters', numbers('x'.repeat(200_001)), bad('numbering[0].pattern')),
  proposal('with numbers over two lines', numbers('{year}\n{number}'), bad('numbering[0].pattern')),
  proposal(
    'with numbers of a third register',
    { numbering: [{ direction: 'SIDEWAYS', pattern: '{year}/{number}' }] },
    { code: 'BAD_INPUT' },
  ),
  proposal('that keeps nothing', { retention: [] }, bad('retention')),
  proposal('that keeps some kinds only', { retention: [{ ...kept, kind: 'CourtRuling' }] }, bad('retention')),
  proposal('that keeps for no year', { retention: [{ ...kept, years: 0 }] }, bad('retention[0].years')),
  proposal('that keeps under no schedule', { retention: [{ ...kept, schedule: ' ' }] }, bad('retention[0].schedule')),
  proposal(
    'that keeps under a schedule of control characters',
    { retention: [{ ...kept, schedule: 'a\u001bb' }] },
    { code: 'CONTROL_CHARACTERS', names: 'retention[0].schedule' },
  ),
];

const version = (
  name: string,
  of: (stage: Stage) => number,
  more: object,
  refused: Refused & { readonly says: string; readonly as?: BadCase['as'] },
): BadCase => command(name, (stage) => ({ version: of(stage), ...more }), { as: confirmer, ...refused });
const unknown = { code: 'REGULATION_UNKNOWN', clause: '16.1' } as const;
const reason = { reason: 'No.' };

/** Decisions that nobody can take (§16.2, §16.3), and questions about versions that are none. */
const badDecisions: readonly BadCase[] = [
  version(
    'confirmRegulation',
    ({ proposals }) => proposals.toConfirm,
    {},
    {
      says: 'confirmation by who proposed it',
      as: operator,
      code: 'CONFIRMER_IS_PROPOSER',
      clause: '16.2',
    },
  ),
  version(
    'confirmRegulation',
    ({ proposals }) => proposals.declined,
    {},
    { says: 'confirmation of what was declined', code: 'PROPOSAL_DECIDED', clause: '16.3' },
  ),
  version('declineRegulation', ({ proposals }) => proposals.declined, reason, {
    says: 'another no',
    code: 'PROPOSAL_DECIDED',
    clause: '16.3',
  }),
  version('declineRegulation', () => 1, reason, { says: 'a no to the version in force', code: 'PROPOSAL_DECIDED', clause: '16.3' }),
  ...[0, -1, 9_999].flatMap((none) => [
    version('confirmRegulation', () => none, {}, { says: `confirmation of version ${none}`, ...unknown }),
    version('declineRegulation', () => none, reason, { says: `a no to version ${none}`, ...unknown }),
    question(`{ regulation(version: ${none}) { version } }`, { says: `version ${none}`, as: who('JUS', 'CLERK'), ...unknown }),
  ]),
  question(
    'query Bad($version: Int) { regulation(version: $version) { version } }',
    { says: 'a proposal, asked for by a clerk', as: who('JUS', 'CLERK'), ...unknown },
    ({ proposals }) => ({
      version: proposals.toConfirm,
    }),
  ),
  question('{ regulation(version: 1, at: "2026-01-01T00:00:00Z") { version } }', {
    says: 'a version at a moment',
    as: operator,
    code: 'BAD_INPUT',
  }),
  ...['JUS:only.operator', 'JUS:only.security-officer'].flatMap((as) => [
    command('proposeRegulation', () => ({ note: 'Ours.' }), { says: `a regulation by ${as}`, as, code: 'DUTY_REQUIRED', clause: '16.2.1' }),
    command('confirmRegulation', ({ proposals }) => ({ version: proposals.toConfirm }), {
      says: `confirmation by ${as}`,
      as,
      code: 'DUTY_REQUIRED',
      clause: '16.2.2',
    }),
  ]),
];

/** What the regulation in force does not become. */
export const badRegulations: readonly BadCase[] = [...badRules, ...badDecisions];
