import { type Answer, type Fault, GatewayRefusal, patiently, type Speaker } from '@chancery/circuit';
import type { TestCircuit } from '../../kit/circuit.ts';
import type { Question } from './cells.ts';

/** What came of a question: it was answered, or refused under a clause; where nothing is told of a refusal, the clause is null. */
export type Observed = { readonly may: true } | { readonly may: false; readonly clause: string | null; readonly code: string | null };

/** A question's name, to put what came of it beside what was expected. */
export const nameOf = ({ operation, state, access }: Question): string => `${operation} of ${access} ${state}`;

/** What came of the field at a path. A refusal of what it stands in is its own. */
export function observedAt(path: readonly string[], isThere: boolean, errors: readonly Fault[]): Observed {
  if (isThere) return { may: true };
  const refusal = errors.find((error) => (error.path ?? []).every((step, index) => step === path[index] || index >= path.length));
  return { may: false, clause: refusal?.extensions?.clause ?? null, code: refusal?.extensions?.code ?? null };
}

/** What the gateway answers; asked again where a part of a busy circuit did not answer in time, which says nothing of rights. */
export const answerTo = <Data>(circuit: TestCircuit, query: string, variables: object, by: Speaker): Promise<Answer<Data>> =>
  patiently(async () => {
    const answer = await circuit.gateway.ask<Data>(query, variables, by);
    const away = answer.errors.find(
      ({ extensions }) => extensions?.code?.endsWith('_UNAVAILABLE') || extensions?.code === 'OPERATION_TOO_SLOW',
    );
    if (away) throw new GatewayRefusal(away.extensions?.code ?? '', away.message);
    return answer;
  });
