import { describe, expect, it } from 'vitest';
import { institutionsNamed, parseRegulation, regulationLimits } from './parseRegulation.ts';
import { firstRegulation, type RegulationRules } from './regulationInForce.ts';

const { version: _, effectiveFrom: __, ...first } = firstRegulation;
const row = { kind: 'CourtRuling', schedule: 'JUS-01', years: 75, trigger: 'FILED', disposition: 'TRANSFER' } as const;
const rules: RegulationRules = {
  routes: [
    { from: 'JUS', to: 'US*', kinds: ['Court*', 'LegalOpinion'], open: false },
    { from: '*', to: '*', kinds: ['*'], open: true },
  ],
  signatories: [{ kind: 'PaymentOrder', count: 2 }],
  approvals: ['LegalOpinion'],
  deadlines: { registerDays: 3, executeDays: 365, deliveryHours: 48, longestDeliveryHours: 48 },
  numbering: [{ institution: 'FIN', direction: 'INCOMING', kind: '*', pattern: '{year}/{number}' }],
  retention: [row, ...first.retention],
};

describe('what a version says', () => {
  it('is taken as it stands', () => {
    expect(parseRegulation(rules)).toEqual(rules);
    expect(parseRegulation(first)).toEqual(first);
  });

  it('names institutions that must take part', () => {
    expect(institutionsNamed(rules)).toEqual(['JUS', 'FIN']);
    expect(institutionsNamed(first)).toEqual([]);
  });

  const many = <Row>(count: number, each: Row): Row[] => Array.from({ length: count }, () => each);
  const route = { from: '*', to: '*', kinds: ['*'], open: true };
  const deadlines = (change: object) => ({ deadlines: { ...rules.deadlines, ...change } });
  it.each<[string, Partial<RegulationRules>, string]>([
    ['no route', { routes: [] }, 'routes'],
    ['too many routes', { routes: many(regulationLimits.rows + 1, route) }, 'routes'],
    ['a route from no institution', { routes: [{ ...route, from: 'jus' }] }, 'routes[0].from'],
    ['a route to a beginning in its middle', { routes: [route, { ...route, to: 'U*S' }] }, 'routes[1].to'],
    ['a route for no kind', { routes: [{ ...route, kinds: [] }] }, 'routes[0].kinds'],
    ['a route for too many kinds', { routes: [{ ...route, kinds: many(51, 'A1') }] }, 'routes[0].kinds'],
    ['a route for what is no kind', { routes: [{ ...route, kinds: ['*', 'courtRuling'] }] }, 'routes[0].kinds'],
    ['nobody who signs', { signatories: [{ kind: '*', count: 0 }] }, 'signatories[0].count'],
    ['eleven who sign', { signatories: [{ kind: '*', count: 11 }] }, 'signatories[0].count'],
    ['half of one who signs', { signatories: [{ kind: '*', count: 1.5 }] }, 'signatories[0].count'],
    ['signatures for what is no kind', { signatories: [{ kind: '', count: 1 }] }, 'signatories[0].kind'],
    ['approval of what is no kind', { approvals: ['Legal Opinion'] }, 'approvals[0]'],
    ['no day to register', deadlines({ registerDays: 0 }), 'deadlines.registerDays'],
    ['31 days to register', deadlines({ registerDays: 31 }), 'deadlines.registerDays'],
    ['two years to execute', deadlines({ executeDays: 730 }), 'deadlines.executeDays'],
    ['delivery for longer than the longest', deadlines({ deliveryHours: 49 }), 'deadlines.deliveryHours'],
    ['delivery for 31 days', deadlines({ longestDeliveryHours: 744 }), 'deadlines.longestDeliveryHours'],
    [
      'numbers of no institution',
      { numbering: [{ institution: '', direction: 'OUTGOING', kind: '*', pattern: '{year}/{number}' }] },
      'numbering[0].institution',
    ],
    [
      'numbers without a year',
      { numbering: [{ institution: '*', direction: 'OUTGOING', kind: '*', pattern: '{number}' }] },
      'numbering[0].pattern',
    ],
    ['no retention', { retention: [] }, 'retention'],
    ['no retention for the other kinds', { retention: [row] }, 'retention'],
    ['retention for ever', { retention: [{ ...row, kind: '*', years: 101 }] }, 'retention[0].years'],
    ['a schedule without a code', { retention: [{ ...row, kind: '*', schedule: ' ' }] }, 'retention[0].schedule'],
  ])('is refused with %s', (_says, change, field) => {
    expect(() => parseRegulation({ ...rules, ...change })).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(() => parseRegulation({ ...rules, ...change })).toThrow(field);
  });
});
