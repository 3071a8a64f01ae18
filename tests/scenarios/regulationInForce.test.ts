import { afterAll, beforeAll } from 'vitest';
import { approvedKinds } from './regulationInForce/approvedKinds.ts';
import { circuit, startCircuit } from './regulationInForce/circuit.ts';
import { earlierAndLater } from './regulationInForce/earlierAndLater.ts';
import { signedTwice } from './regulationInForce/signedTwice.ts';
import { takesEffect } from './regulationInForce/takesEffect.ts';
import { waysAndDeadlines } from './regulationInForce/waysAndDeadlines.ts';

beforeAll(startCircuit, 60_000);
afterAll(() => circuit?.close());

// One story on one circuit: each chapter goes on with what the one before has left.
takesEffect();
approvedKinds();
signedTwice();
waysAndDeadlines();
earlierAndLater();
