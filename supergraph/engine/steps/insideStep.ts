import { merge } from '../data/merge.ts';
import { objectsAt } from '../data/placesIn.ts';
import { pickOf } from '../entities/pick.ts';
import { representOf } from '../entities/represent.ts';
import { rewriteOf } from '../entities/rewrite.ts';
import type { Inside, Representation } from '../place.ts';
import type { JoinedFetch } from '../planning/joinSiblings.ts';
import type { Graph } from './program.ts';
import type { Step } from './step.ts';

/** What the gateway knows of entities by itself: no call, no waiting. */
export function insideStep({ fetch, paths }: JoinedFetch, { types }: Graph, place: Inside): Step {
  const represent = representOf(fetch.requires ?? [], types, rewriteOf(fetch.inputRewrites, types));
  const pick = pickOf(fetch.operation, types);
  const rewrite = rewriteOf(fetch.outputRewrites, types);
  return (run) => {
    const found: Record<string, unknown>[] = [];
    for (const path of paths) objectsAt(run.data, path, found);
    const asked = found.flatMap((target) => {
      const representation = represent(target);
      if (representation === null || representation.keyOf(target) === null) return [];
      return [{ target, representation: JSON.parse(representation.textOf(target)) as Representation }];
    });
    const entities = place.entities(asked.map(({ representation }) => representation));
    for (const [i, { target }] of asked.entries()) {
      const entity = pick(entities[i]);
      if (entity === null) continue;
      rewrite?.(entity);
      merge(target, entity, types, true);
    }
    return undefined;
  };
}
