import { createHash } from 'node:crypto';
import { type Act, type Caller, canonical, cleanText, type EventPayload, type Json, Refusal } from '@chancery/domain';
import { currentStep } from '@chancery/observability';
import { type CallContext, callerOf } from './context.ts';
import type { Database, Transaction } from './database.ts';
import { type KeptAnswer, transact } from './outbox.ts';

export interface CommandCall {
  /** The command's name in the SDL: `signDocument`. */
  readonly name: string;
  /** The mutation's input; its `requestId` makes the command repeatable. */
  readonly input: { readonly requestId?: string | null | undefined };
}

export interface CommandScope {
  readonly tx: Transaction;
  readonly caller: Caller;
  readonly now: Date;
  /** Tells followers what happened; written with the change itself. */
  emit(payload: EventPayload): void;
}

/**
 * Runs one command of an official in one transaction: what it changes, its events, and its answer under the request id.
 * The same request id from the same caller gets the first answer; with another input it is refused (`REQUEST_ID_REUSED`).
 * A refusal undoes everything (`answerCommand` puts it on record). The answer is kept, so it holds ids and numbers only.
 */
export async function command<Answer extends Json>(
  db: Database,
  context: CallContext,
  call: CommandCall,
  run: (scope: CommandScope) => Promise<Answer>,
): Promise<Answer> {
  const caller = callerOf(context);
  const request = requestOf(call, caller);
  const perform = () => carryOut(db, { caller, now: context.now, act: actOf(call.name, caller), request }, run);
  return request ? once(db, caller, request, perform) : perform();
}

/**
 * §1.4 Refuses a request id that is none, or that the caller has used with another input. For a command that asks others to do something
 * before its own transaction begins: they are not asked for what will be refused here.
 */
export async function requireOwnRequest(db: Transaction, context: CallContext, call: CommandCall): Promise<void> {
  const caller = callerOf(context);
  const request = requestOf(call, caller);
  if (request) await answerTo(db, caller, request);
}

/** Who acts, and in which trace. */
export const actOf = (name: string, caller: Caller | null): Act => ({
  name,
  official: caller?.official ?? null,
  institution: caller?.institution ?? null,
  duties: caller?.duties ?? [],
  ...(caller?.delegatedBy === undefined ? {} : { delegatedBy: caller.delegatedBy }),
  ...currentStep(),
});

type Request = Pick<KeptAnswer, 'requestId' | 'command' | 'inputDigest'>;

interface Performance {
  readonly caller: Caller;
  readonly now: Date;
  readonly act: Act;
  readonly request: Request | null;
}

const LONGEST_REQUEST_ID = 200;

/** Who acts for two institutions asks for two things, though the words are the same. */
function requestOf({ name, input }: CommandCall, { institution }: Caller): Request | null {
  const id = input.requestId ?? null;
  if (id === null) return null;
  if (id.length === 0 || id.length > LONGEST_REQUEST_ID)
    throw new Refusal('BAD_INPUT', `requestId takes 1 to ${LONGEST_REQUEST_ID} characters.`);
  cleanText('requestId', id, LONGEST_REQUEST_ID);
  const plain = JSON.parse(JSON.stringify(input)) as Json;
  return {
    requestId: id,
    command: name,
    inputDigest: createHash('sha256')
      .update(`${name} ${institution} ${canonical(plain)}`)
      .digest('hex'),
  };
}

/**
 * Runs a command under its request id. What ran before fails, on its state or at the latest on the key of the kept answer, and everything
 * it did is undone: then the first answer is its own. So the usual case, that nothing ran before, asks nothing.
 */
async function once<Answer>(db: Database, caller: Caller, request: Request, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    const earlier = await answerTo<Answer>(db, caller, request);
    if (earlier) return earlier.answer;
    throw error;
  }
}

function carryOut<Answer extends Json>(
  db: Database,
  { caller, now, act, request }: Performance,
  run: (scope: CommandScope) => Promise<Answer>,
): Promise<Answer> {
  const keptOf = (answer: Answer) => request && { ...request, official: caller.official, answer: JSON.stringify(answer) };
  return transact(db, act, ({ tx, emit }) => run({ tx, caller, now, emit }), keptOf);
}

async function answerTo<Answer>(db: Transaction, caller: Caller, request: Request): Promise<{ readonly answer: Answer } | null> {
  const rows = await db.$queryRawUnsafe<{ input_digest: string; answer: Answer }[]>(
    'SELECT input_digest, answer FROM kernel.command_request WHERE official = $1 AND request_id = $2',
    caller.official,
    request.requestId,
  );
  const [row] = rows;
  if (row === undefined) return null;
  if (row.input_digest !== request.inputDigest) throw new Refusal('REQUEST_ID_REUSED');
  return { answer: row.answer };
}
