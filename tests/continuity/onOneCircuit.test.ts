import { afterAll, describe } from 'vitest';
import { closeLent } from '../kit/lentCircuit.ts';

/** Stories that leave the circuit they are told on to the next: to start one for each would take longer than most of them. */
describe('walls', async () => void (await import('./stories/walls.ts')));
describe('policy diff', async () => void (await import('./stories/policyDiff.ts')));
describe('catalogue', async () => void (await import('./stories/catalogueFollows.ts')));
describe('rotation', async () => void (await import('./stories/rotation.ts')));
describe('exports', async () => void (await import('./stories/exportSurvives.ts')));
describe('workers', async () => void (await import('./stories/twoWorkers.ts')));

afterAll(closeLent, 60_000);
