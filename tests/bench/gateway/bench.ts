import type { Bench } from '../bench.ts';
import { compare } from './compare.ts';
import { contenders } from './contenders.ts';
import { largeScenarios, scenarios } from './scenarios.ts';
import type { Pace } from './turns.ts';

const usual: Pace = { clients: 50, rounds: 9, warmMs: 10_000, warmRequests: 16_000, turnMs: 500 };
const large: Pace = { clients: 4, rounds: 3, warmMs: 4_000, warmRequests: 100, turnMs: 4_000 };
const quick = { rounds: 1, warmMs: 700, turnMs: 500 };

/** Our gateway beside others. */
export const gatewayBench: Bench = {
  name: 'gateway',
  about:
    'our engine and the whole gateway beside Apollo, Hive (its planner in JavaScript, and in Rust), Mercurius and a floor, over the same stubs (about 12 minutes; installs the others once)',
  run: (say, { isQuick }) => compare({ contenders, scenarios, pace: { ...usual, ...(isQuick ? quick : {}) } }, say),
};

/** Our gateway and Apollo's where answers are large. */
export const largeBench: Bench = {
  name: 'gateway-large',
  about: 'our engine beside Apollo and the floor with answers of 1 MB and of 20 MB (about 3 minutes)',
  run: (say, { isQuick }) => compare({ contenders: few, scenarios: largeScenarios, pace: { ...large, ...(isQuick ? quick : {}) } }, say),
};

const few = contenders.filter(({ name, sharing }) => !sharing && ['apollo', 'chancery', 'floor'].includes(name));
