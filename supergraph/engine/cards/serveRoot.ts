import type { Unreachable } from '@chancery/trust';
import { parse } from 'graphql';
import type { TypeNames } from '../data/typeNames.ts';
import { fragmentsOf } from '../fragmentsOf.ts';
import type { Perimeters } from '../place.ts';
import { fetchShape } from '../steps/fetchShape.ts';
import type { Run } from '../steps/step.ts';
import type { Cards } from './cards.ts';
import { leaveAway, type Serve, serveOf } from './serve.ts';

/** By response name: root fields of an operation that give one entity by its id, as far as a card may do for it. */
export function rootsServed(operation: string, { routes }: Perimeters, cards: Cards | null, types: TypeNames): ReadonlyMap<string, Serve> {
  if (cards === null) return new Map();
  const fragments = fragmentsOf(parse(operation, { noLocation: true }));
  return new Map(
    fetchShape(operation).roots.flatMap(({ node, responseName }) => {
      const isById = cards.roots.has(node.name.value) && routes.get(node.name.value) === 'id';
      const serve = isById && node.selectionSet !== undefined ? serveOf(node.selectionSet, fragments, cards, types) : null;
      return serve === null ? [] : [[responseName, serve] as const];
    }),
  );
}

/** A root field that its server has not answered. */
interface UnansweredRoot {
  readonly server: string;
  readonly error: Unreachable;
  readonly responseName: string;
  readonly id: string;
  readonly institution: string | null;
}

/** What a card has for a root field, marked; what it has not is missed, each field by itself. Null where all of it is missed. */
export async function serveRoot(
  { server, error, responseName, id, institution }: UnansweredRoot,
  serve: Serve,
  run: Run,
): Promise<Record<string, unknown> | null> {
  leaveAway(run, server, error);
  const served = await serve(id, run);
  const missed = run.post.office.missing(error, [responseName], institution);
  if (served === null) {
    run.errors.push(missed);
    return null;
  }
  run.asOf.push({ path: [responseName], at: served.at });
  run.errors.push(...served.lacking.map((name) => ({ ...missed, path: [responseName, name] })));
  return { [responseName]: served.fields };
}
