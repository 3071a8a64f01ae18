import { BoundedCache } from '@chancery/trust';
import type { Variables } from '../steps/step.ts';
import { type EntityQuestion, joinedOperation } from './entityQuestion.ts';
import type { Call, Printed } from './wire.ts';

/** A question, and the entities that it is about, as JSON texts. */
export interface Asking {
  readonly question: EntityQuestion;
  readonly representations: readonly string[];
}

const joined = new BoundedCache<Printed>(1_000, 8 * 1024 * 1024);

/** Questions that go in one call, by their names: whoever asks them in whatever order makes the same call. */
export const inOrder = <Asked extends Pick<Asking, 'question'>>(asked: Iterable<Asked>): readonly Asked[] =>
  [...asked].sort((one, other) => (one.question.name < other.question.name ? -1 : 1));

/** The call that asks one question. */
export function aloneCall({ question: { alone, declared }, representations }: Asking, variables: Variables): Call {
  const own = `"representations":[${representations.join(',')}]`;
  return { operation: alone, variables: `{${[own, ...usedVariables(declared.keys(), variables)].join(',')}}` };
}

/** The call that asks several: `e0`, `e1`, … by variables `r0`, `r1`, … */
export function joinedCall(asked: readonly Asking[], variables: Variables): Call {
  const questions = asked.map(({ question }) => question);
  const name = questions.map((each) => each.name).join('\n');
  const operation = joined.get(name) ?? joinedOperation(questions);
  joined.set(name, operation, operation.text.length);
  const own = asked.map(({ representations }, i) => `"r${i}":[${representations.join(',')}]`);
  const declared = new Set(questions.flatMap((each) => [...each.declared.keys()]));
  return { operation, variables: `{${[...own, ...usedVariables(declared, variables)].join(',')}}` };
}

/** Those of an operation's variables that a question uses, as the members of a JSON object. */
export function usedVariables(declared: Iterable<string>, variables: Variables): readonly string[] {
  const members: string[] = [];
  for (const name of declared)
    if (variables[name] !== undefined) members.push(`${JSON.stringify(name)}:${JSON.stringify(variables[name])}`);
  return members;
}
