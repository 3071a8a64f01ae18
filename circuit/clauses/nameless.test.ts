import { expect, test } from 'vitest';
import { inForce, namelessIn, namelessRules, type StandingRules } from './nameless.ts';
import { clausesOf } from './regulationText.ts';

const clauses = clausesOf('02-duties.md', '**2.1** Whoever asks signs in.\n*By the system.*\n\n**2.3** Duties.\n*By the system.*');
const sound: StandingRules = {
  rules: { Query: { me: { clauses: ['2.1'] } } },
  rights: { 'draft*': { clause: '2.3' } },
  refusals: { UNAUTHENTICATED: { clause: '2.1' } },
  guards: { 'document.sign': ['2.3'] },
};
const said = (change: Partial<StandingRules>) => namelessRules(clauses, { ...sound, ...change });

test('rules, rights, refusals and guards that all name a clause are in order', () => {
  expect(said({})).toEqual([]);
});

test.each([
  ['a rule of the policy', { rules: { Query: { me: { clauses: [''] } } } }, 'The rule of Query.me names no clause.'],
  ['a rule that was put together of none', { rules: { Query: { me: { clauses: [] } } } }, 'The rule of Query.me names no clause.'],
  ['a part of a rule', { rules: { Query: { me: { clauses: ['2.1', ' '] } } } }, 'The rule of Query.me names no clause.'],
  ['a right to a command', { rights: { signDocument: { clause: '' } } }, 'The right to signDocument names no clause.'],
  ['a refusal', { refusals: { NOT_NOW: { clause: '' } } }, 'The refusal NOT_NOW names no clause.'],
  ['a guard', { guards: { 'document.sign': ['2.3', ''] } }, 'The guard document.sign names no clause.'],
  ['a guard that refuses nothing', { guards: { 'document.sign': [] } }, 'The guard document.sign names no clause.'],
])('%s without a clause fails the check', (_what, change, fault) => {
  expect(said(change)).toEqual([fault]);
});

test('a clause that does not exist is none', () => {
  expect(said({ refusals: { NOT_NOW: { clause: '9.9' }, NEVER: { clause: 'the law' } } })).toEqual([
    'The refusal NOT_NOW names clause 9.9, which does not exist.',
    'The refusal NEVER names clause the law, which does not exist.',
  ]);
});

test.each([
  ["export const isThere = aboutCaller('', () => null);", 'policy/a.ts: isThere is a rule without a clause.'],
  ['export const isThere = aboutCaller(``, () => null);', 'policy/a.ts: isThere is a rule without a clause.'],
  ["const a = aboutDocument('the first', may);", 'policy/a.ts: a is a rule without a clause.'],
  ["const a = and(isOfficial, aboutConsignment('x', may));", 'policy/a.ts: a is a rule without a clause.'],
  ["const clerk: DutyClause = { clause: '', duties: ['CLERK'] };", 'policy/a.ts: clerk is a rule without a clause.'],
  ["function f() { return new Refusal('DUTY_REQUIRED', 'No.', ''); }", 'policy/a.ts: f is a rule without a clause.'],
])('in the source of the policy a rule without one is found, whether it is in force or not: %s', (text, fault) => {
  expect(namelessIn([{ path: 'policy/a.ts', text }])).toEqual([fault]);
});

test('what takes its clause from elsewhere is looked at there', () => {
  const text = "const ruleUnder = (clause: DutyClause) => aboutCaller(clause.clause, deny); const a = aboutCaller('2.1', deny);";
  expect(namelessIn([{ path: 'policy/a.ts', text }])).toEqual([]);
  expect(namelessIn([{ path: 'policy/a.ts', text: "const ruling = { verdict: 'ALLOWED', clause: null };" }])).toEqual([]);
  expect(namelessIn([{ path: 'tests/a.ts', text: "const a = aboutCaller('', deny);" }])).toEqual([]);
});

test('everything that is in force is looked at', () => {
  const { rules, rights, refusals, guards } = inForce();
  expect(rules).toHaveProperty('Query.document');
  expect(rights).toHaveProperty('signDocument');
  expect(refusals).toHaveProperty('DUTY_REQUIRED');
  expect(Object.keys(guards)).toEqual(
    expect.arrayContaining(['document.sign', 'consignment.deliver', 'breakGlass.review', 'appointment.confirm']),
  );
});
