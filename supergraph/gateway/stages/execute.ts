import { Refusal } from '@chancery/domain';
import { answerOf, asError } from '../errors.ts';
import type { Answer, Passage, Stage } from '../passage.ts';
import type { Execute } from '../supergraphExecutor.ts';
import { RunningDeadline } from './deadline.ts';

/**
 * What is allowed of it is planned and fetched, within the time that an operation may take (§1.5). When that is over, a query ends with what
 * has come, and at once when nobody waits for it any more; a mutation is never broken off half-way: its sender is told that it may still
 * happen, and its record stays open until it has.
 */
export const execute = (run: Execute, deadlineMs: number): Stage => ({
  name: 'execute',
  async run(passage) {
    const { verdict, operation } = passage;
    if (verdict === undefined || operation === undefined) return;
    if (verdict.allowed === null) {
      passage.answer = nothingFetched;
      return;
    }
    const left = Math.max(0, passage.startedAt.getTime() + fetchingMs(deadlineMs) - Date.now());
    const isQuery = operation.definition.operation === 'query';
    const deadline = new RunningDeadline(left, isQuery ? Math.min(GRACE_MS, deadlineMs / 20) : 0);
    const running = run(operation, verdict.allowed, passage, isQuery ? deadline : undefined);
    const { asker } = passage.request;
    if (isQuery && asker !== undefined) asker.whenGone = () => deadline.end();
    if (isQuery && asker?.hasGone === true) deadline.end();
    try {
      passage.answer = (await deadline.outcomeOf(running)) ?? tooSlow(passage, running, isQuery);
    } finally {
      deadline.clear();
      if (asker !== undefined) asker.whenGone = null;
    }
  },
});

/** Of the whole time, a second at most is the audit trail's. */
const fetchingMs = (deadlineMs: number): number => deadlineMs - Math.min(1_000, deadlineMs / 10);

/** A query whose fetches are broken off has this long to join what has come. */
const GRACE_MS = 300;

const nothingFetched: Answer = { data: {} };

function tooSlow(passage: Passage, running: Promise<Answer>, isQuery: boolean): Answer {
  const ended = running.catch((error: unknown) => answerOf(error, passage.traceId));
  if (isQuery) return { errors: [asError(new Refusal('OPERATION_TOO_SLOW', 'Ask for less, or try again later.'))] };
  passage.late = ended;
  const advice = 'It goes on, and may still happen: see how things stand, or send it again with the same requestId.';
  return { errors: [asError(new Refusal('OPERATION_TOO_SLOW', advice))] };
}
