import { merge } from '../data/merge.ts';
import { leaveOnlyAsked } from '../data/onlyAsked.ts';
import { certainPart, objectsAt } from '../data/placesIn.ts';
import { rewriteOf } from '../entities/rewrite.ts';
import type { OneServer } from '../place.ts';
import type { JoinedFetch } from '../planning/joinSiblings.ts';
import { usedVariables } from '../post/entityCalls.ts';
import { printed, type SubgraphAnswer } from '../post/wire.ts';
import { amongThese } from './amongThese.ts';
import { fetchShape } from './fetchShape.ts';
import type { Graph } from './program.ts';
import { type Run, type Step, tell } from './step.ts';

/** Asks one server for root fields. */
export function rootsStep({ fetch, paths }: JoinedFetch, { types }: Graph, { server, institution }: OneServer): Step {
  const operation = printed(fetch.operation, fetch.operationKind === 'mutation');
  const rewrite = rewriteOf(fetch.outputRewrites, types);
  const { roots, runs, asked } = fetchShape(fetch.operation);
  const [path = []] = paths;
  const take = (run: Run, { data, errors = [] }: SubgraphAnswer): void => {
    const before = certainPart(path);
    const own = institution ? errors.map((error) => amongThese(error, roots)) : errors;
    tell(
      run,
      own.map((error) => ({ ...error, ...(error.path === undefined ? {} : { path: [...before, ...error.path] }) })),
    );
    if (data == null) return;
    if (institution) leaveOnlyAsked(data, asked);
    rewrite?.(data);
    const targets: Record<string, unknown>[] = [];
    objectsAt(run.data, path, targets);
    for (const [i, target] of targets.entries()) merge(target, data, types, i === 0);
  };
  return async (run) => {
    const variables = `{${usedVariables(fetch.variableUsages ?? [], run.variables).join(',')}}`;
    if (operation.isMutation) run.recall.forget();
    try {
      take(run, await run.post.office.send(server, { operation, variables }));
    } catch (error) {
      const missed = roots.filter((root) => runs(root, run.variables));
      for (const { responseName } of missed) run.errors.push(run.post.office.missing(error, [...certainPart(path), responseName], null));
    }
  };
}
