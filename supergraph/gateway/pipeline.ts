import { type SpanHandle, withSpan } from '@chancery/observability';
import { answerOf } from './errors.ts';
import type { Passage, Stage } from './passage.ts';

/** Takes an operation through the stages, in order, each a span. After an answer only those run that always do. Never throws. */
export async function pass(stages: readonly Stage[], passage: Passage): Promise<void> {
  for (const stage of stages) {
    if (passage.answer !== undefined && stage.always !== true) continue;
    try {
      await withSpan(stage.name, {}, (span) => run(stage, passage, span));
    } catch (error) {
      passage.answer = answerOf(error, passage.traceId);
    }
  }
}

/** The stage that gives the answer says with which code, where it is one. */
async function run(stage: Stage, passage: Passage, span: SpanHandle): Promise<void> {
  const before = passage.answer;
  await stage.run(passage);
  const code = before === undefined ? passage.answer?.errors?.[0]?.extensions?.code : undefined;
  if (typeof code === 'string') span.refuse(code);
}
