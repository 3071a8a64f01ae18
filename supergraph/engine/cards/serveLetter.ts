import type { Unreachable } from '@chancery/trust';
import { idIn, institutionIn } from '../entities/namedIn.ts';
import type { Letter } from '../post/letter.ts';
import type { Run } from '../steps/step.ts';
import { leaveAway, type Serve, type Served } from './serve.ts';

/** A letter that its server has not answered, and what the wire said of it. */
interface Unanswered {
  readonly server: string;
  readonly letter: Letter;
  readonly error: Unreachable;
}

/** Delivers what cards have of a letter's entities, each marked wherever it stands. What they have not is missed, each field by itself. */
export async function serveLetter({ server, letter, error }: Unanswered, serve: Serve, run: Run): Promise<void> {
  leaveAway(run, server, error);
  const served = await Promise.all(letter.representations.map((text) => serveIn(text, serve, run)));
  letter.deliver(served.map((each) => each?.fields ?? null));
  const marks = served.flatMap((each, i) => (each === null ? [] : [{ path: ['_entities', i], at: each.at }]));
  run.asOf.push(...letter.placed(run.data, marks));
  const errors = served.flatMap((each, i) => {
    const missed = run.post.office.missing(error, ['_entities', i], institutionIn(letter.representations[i] ?? '{}'));
    return each === null ? [missed] : each.lacking.map((name) => ({ ...missed, path: ['_entities', i, name] }));
  });
  run.errors.push(...letter.placed(run.data, errors));
}

async function serveIn(representation: string, serve: Serve, run: Run): Promise<Served | null> {
  const id = idIn(representation);
  return id === null ? null : serve(id, run);
}
