import type { InstitutionCode } from '@chancery/domain';
import { isAway } from '../cards/serve.ts';
import { rootsServed, serveRoot } from '../cards/serveRoot.ts';
import { merge } from '../data/merge.ts';
import { leaveOnlyAsked } from '../data/onlyAsked.ts';
import { isDocumentId } from '../entities/isDocumentId.ts';
import { rewriteOf } from '../entities/rewrite.ts';
import type { Answerer, Perimeters } from '../place.ts';
import type { JoinedFetch } from '../planning/joinSiblings.ts';
import { usedVariables } from '../post/entityCalls.ts';
import { type Printed, printed } from '../post/wire.ts';
import { amongThese } from './amongThese.ts';
import { fetchShape, type RootField } from './fetchShape.ts';
import type { Graph } from './program.ts';
import { type Run, type Step, tell } from './step.ts';

/** What one server is asked for, and for which institution each. */
interface Group {
  readonly server: string;
  readonly roots: RootField[];
  readonly institutions: InstitutionCode[];
}

/** A root field that has not come. */
interface Missed {
  readonly server: string;
  readonly root: RootField;
  readonly institution: InstitutionCode | null;
}

/**
 * Asks perimeters for root fields, each the one that its argument names (DESIGN §3.1): queries side by side, one call to each server;
 * mutations in the order written, neighbours with one server in one call.
 */
export function perimeterRootsStep({ fetch }: JoinedFetch, { types, cards }: Graph, place: Perimeters): Step {
  const { routes, institutions } = place;
  const shape = fetchShape(fetch.operation);
  const rewrite = rewriteOf(fetch.outputRewrites, types);
  const served = rootsServed(fetch.operation, place, cards, types);
  const partOf = parts(fetch.operation, fetch.variableUsages ?? []);

  const answererOf = async (root: RootField, run: Run): Promise<Answerer> => {
    const field = root.node.name.value;
    const argument = routes.get(field) ?? 'id';
    const value = shape.valueOf(root, argument, run.variables);
    if (isDocumentId(value)) run.post.office.note(value);
    return institutions.ofRoot(field, argument, value);
  };

  const ask = async ({ server, roots, institutions: owners }: Group, run: Run): Promise<void> => {
    const { operation, used } = partOf(roots);
    try {
      const variables = `{${usedVariables(used, run.variables).join(',')}}`;
      const { data, errors = [] } = await run.post.office.send(server, { operation, variables });
      tell(
        run,
        errors.map((error) => amongThese(error, roots)),
      );
      if (data == null) return;
      leaveOnlyAsked(data, new Map(roots.map(({ responseName }) => [responseName, shape.asked.get(responseName) ?? null])));
      take(data, run);
    } catch (error) {
      await Promise.all(roots.map((root, i) => miss({ server, root, institution: owners[i] ?? null }, error, run)));
    }
  };

  const take = (data: Readonly<Record<string, unknown>>, run: Run): void => {
    rewrite?.(data);
    merge(run.data, data, types, true);
  };

  const miss = async ({ server, root, institution }: Missed, error: unknown, run: Run): Promise<void> => {
    const { responseName } = root;
    const serve = served.get(responseName);
    const id = serve === undefined ? null : shape.valueOf(root, 'id', run.variables);
    if (serve === undefined || typeof id !== 'string' || !isAway(error))
      return void run.errors.push(run.post.office.missing(error, [responseName], institution));
    const data = await serveRoot({ server, error, responseName, id, institution }, serve, run);
    if (data !== null) take(data, run);
  };

  return async (run) => {
    if (shape.isMutation) run.recall.forget();
    const running = shape.roots.filter((root) => shape.runs(root, run.variables));
    // All at once: institutions that the copy of the directory does not know yet cost one look together.
    const answerers = await Promise.allSettled(running.map((root) => answererOf(root, run)));
    const groups: Group[] = [];
    for (const [i, root] of running.entries()) {
      const found = answerers[i];
      if (found?.status === 'fulfilled') addTo(groups, root, found.value, shape.isMutation);
      else run.errors.push(run.post.office.missing(found?.reason, [root.responseName], null));
    }
    if (!shape.isMutation) await Promise.all(groups.map((group) => ask(group, run)));
    else for (const group of groups) await ask(group, run);
  };
}

/** `inOrder`: only neighbours go together. */
function addTo(groups: Group[], root: RootField, { server, institution }: Answerer, inOrder: boolean): void {
  const near = inOrder ? groups.at(-1) : groups.find((group) => group.server === server);
  const group = near?.server === server ? near : { server, roots: [], institutions: [] };
  if (group !== near) groups.push(group);
  group.roots.push(root);
  group.institutions.push(institution);
}

/** The operation with some of its root fields, printed once for each choice that comes: they are few. */
function parts(operation: string, usages: readonly string[]) {
  const shape = fetchShape(operation);
  const whole = { operation: printed(operation, shape.isMutation), used: usages };
  const known = new Map<string, { readonly operation: Printed; readonly used: readonly string[] }>();
  return (roots: readonly RootField[]) => {
    if (roots.length === shape.roots.length) return whole;
    const name = roots.map(({ responseName }) => responseName).join(' ');
    const before = known.get(name);
    if (before !== undefined) return before;
    const { text, variables } = shape.partWith(roots);
    const part = { operation: printed(text, shape.isMutation), used: variables };
    if (known.size < mostParts) known.set(name, part);
    return part;
  };
}

const mostParts = 64;
