import { Refusal } from './errors.ts';
import type { RefusalCode } from './refusals.ts';

/** One thing that can be done to what moves through states. */
export interface Move<State extends string> {
  readonly from: readonly State[];
  readonly to: State;
  /** Refusals by the state that forbids the move; `otherwise` for all others. */
  readonly refuses: { readonly [S in State]?: RefusalCode } & { readonly otherwise: RefusalCode };
}

/** The state after a move; throws the refusal that the move names for the state it may not start from. */
export function after<State extends string>(move: Move<State>, state: State): State {
  if (move.from.includes(state)) return move.to;
  throw new Refusal(move.refuses[state] ?? move.refuses.otherwise);
}
