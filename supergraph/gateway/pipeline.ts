import { attributes, noteStep } from '@chancery/observability';
import { answerOf } from './errors.ts';
import type { Passage, Stage } from './passage.ts';

/** A stage that takes longer is seen in the trace. What it asks of others is seen in any case. */
const SLOW_MS = 50;

/**
 * Takes an operation through the stages, in order. After an answer only those run that always do. Never throws.
 * Most stages end at once: spans of their own would cost more than all that they do.
 */
export async function pass(stages: readonly Stage[], passage: Passage): Promise<void> {
  let beganAt = performance.now();
  for (const stage of stages) {
    const before = passage.answer;
    if (before !== undefined && stage.always !== true) continue;
    try {
      const running = stage.run(passage);
      if (running !== undefined) await running;
    } catch (error) {
      passage.answer = answerOf(error, passage.traceId);
    }
    const endedAt = performance.now();
    if (endedAt - beganAt > SLOW_MS) noteStep(stage.name, beganAt, endedAt);
    if (before === undefined && passage.answer?.errors !== undefined) passage.span.set(attributes.stage, stage.name);
    beganAt = endedAt;
  }
}
