import { questionHeader } from './inquiry.ts';
import type { KnownRun } from './knownRun.ts';
import type { Answer } from './line/answerReader.ts';
import { type MandateSession, sessionHeader, sharesHeader } from './mandateSession.ts';
import { heldHeader, isOperationUnknown } from './operationText.ts';
import { Unreachable } from './unreachable.ts';

const LONGEST_UNKNOWN = 500;

/** A question that was put. */
export interface Put {
  readonly answer: Promise<Answer>;
  readonly service: string;
  /** Its number. */
  readonly question: string;
  readonly isAmongOthers: boolean;
  readonly run: KnownRun;
  /** Of the operation that is asked. */
  readonly hash: string | null;
  /** What was sent in place of the operation's text; null where the text was. */
  readonly byHash: string | null;
  /** What we have in common with the run, or offered it. */
  readonly session: MandateSession | null;
  /** The session that its mandate was written under; null where that was signed. */
  readonly under: MandateSession | null;
}

/** An answer, and what it was an answer to. */
export interface Heard extends Pick<Put, 'run' | 'byHash' | 'under'> {
  readonly answer: Answer;
}

/** Takes note of what an answer says about sessions, and about operations that are held; throws `Unreachable` for the answer to another question. */
export function heard({ service, question, isAmongOthers, run, hash, byHash, session, under }: Put, answer: Answer): Heard {
  const { head } = answer;
  const named = head.fields.get(questionHeader);
  if (named !== undefined) run.namesQuestions = true;
  if ((named !== undefined || isAmongOthers) && named !== question)
    throw new Unreachable(service, 'no sense', 'an answer to another question');
  session?.hear(head.fields.get(sessionHeader), head.fields.get(sharesHeader));
  if (hash !== null && head.status === 200 && head.fields.get(heldHeader) === hash) run.hold(hash);
  return { answer, run, byHash, under };
}

export const isFinal = (heard: Heard): boolean => heard.answer.head.status === 200 && !isUnknown(heard);

/** It has nothing else to say: a longer answer is not made a text to look into. */
export const isUnknown = ({ answer, byHash }: Heard): boolean =>
  byHash !== null && answer.head.status === 200 && answer.bytes.length <= LONGEST_UNKNOWN && isOperationUnknown(answer.text);
