import { withSpan } from '@chancery/observability';
import { answerOf } from './errors.ts';
import type { Passage, Stage } from './passage.ts';

/** Takes an operation through the stages, in order. After an answer only those run that always do. Never throws. */
export async function pass(stages: readonly Stage[], passage: Passage): Promise<void> {
  for (const stage of stages) {
    if (passage.answer !== undefined && stage.always !== true) continue;
    try {
      await (stage.traced === true ? withSpan(stage.name, {}, () => stage.run(passage)) : stage.run(passage));
    } catch (error) {
      passage.answer = answerOf(error, passage.traceId);
    }
  }
}
