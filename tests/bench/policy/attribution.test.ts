import { expect, test } from 'vitest';
import { type Profile, sharesOf } from './attribution.ts';

const node = (id: number, functionName: string, url: string, ...children: readonly number[]) => ({
  id,
  callFrame: { functionName, url },
  children,
});

const nodes = [
  node(1, '(root)', '', 2, 3, 4, 5, 9),
  node(2, '(idle)', ''),
  node(3, '(garbage collector)', ''),
  node(4, '(program)', ''),
  node(5, 'run', 'file:///here/supergraph/gateway/stages/authorise.ts', 6),
  node(6, 'visit', 'file:///here/node_modules/graphql/language/visitor.mjs'),
  node(7, 'issueMandate', 'file:///here/trust/mandate.ts', 8),
  node(8, 'sign', 'node:internal/crypto/sig'),
  node(9, '#write', 'file:///here/trust/line/connection.ts', 7, 10, 11),
  node(10, 'writeUtf8String', ''),
  node(11, 'readHead', 'file:///here/trust/line/answerHead.ts'),
];

test('what a part calls is its own, and what nobody computes is nobody’s', () => {
  const samples = [2, 3, 4, 6, 8, 10, 11, 2];
  const profile: Profile = { nodes, samples, timeDeltas: [0, 100, 100, 10, 20, 30, 15, 25, 0] };

  expect(sharesOf(profile)).toEqual({
    policy: 0.2,
    weighing: 0,
    mandates: 0.3,
    TLS: 0,
    'writing to services': 0.15,
    native: 0.1,
    rest: 0.25,
  });
});

test('a profile without samples has no shares', () => {
  expect(sharesOf({ nodes })).toMatchObject({ policy: 0, rest: 0 });
});
