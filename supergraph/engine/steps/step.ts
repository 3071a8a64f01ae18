import type { GraphQLFormattedError } from 'graphql';
import type { AsOf } from '../cards/asOf.ts';
import type { Post } from '../post/post.ts';
import type { Recall } from '../post/recall.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** One operation while it runs. */
export interface Run {
  /** As the operation declares them, with their defaults. */
  readonly variables: Variables;
  /** What has come. */
  readonly data: Record<string, unknown>;
  readonly errors: GraphQLFormattedError[];
  /** What of it is as it was at an earlier moment. */
  readonly asOf: AsOf[];
  readonly post: Post;
  readonly recall: Recall;
}

/** More errors of one operation tell nothing new. */
const MOST_ERRORS = 1_000;

/** Adds what went wrong, as far as anybody would read it. */
export function tell(run: Run, errors: readonly GraphQLFormattedError[]): void {
  for (const error of errors) if (run.errors.length < MOST_ERRORS) run.errors.push(error);
}

/** One step of a compiled plan. It waits only where it must: nothing is returned by a step that has ended already. */
export type Step<Running = Run> = (run: Running) => Promise<void> | undefined;

/** One after the other. */
export function inTurn<Running>(steps: readonly Step<Running>[]): Step<Running> {
  return (run) => {
    let at = 0;
    const goOn = (): Promise<void> | undefined => {
      for (let step = steps[at++]; step !== undefined; step = steps[at++]) {
        const running = step(run);
        if (running !== undefined) return running.then(goOn);
      }
      return undefined;
    };
    return goOn();
  };
}

/** Side by side. */
export function atOnce<Running>(steps: readonly Step<Running>[]): Step<Running> {
  return (run) => {
    const running = steps.flatMap((step) => step(run) ?? []);
    return running.length < 2 ? running[0] : Promise.all(running).then(() => undefined);
  };
}
