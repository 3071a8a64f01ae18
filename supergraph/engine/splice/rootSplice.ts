import { unusual } from '../answer/leaves.ts';
import { isDocumentId } from '../entities/isDocumentId.ts';
import type { Answerer, Perimeters, Place } from '../place.ts';
import { usedVariables } from '../post/entityCalls.ts';
import { printed } from '../post/wire.ts';
import { fetchShape } from '../steps/fetchShape.ts';
import type { Step, Variables } from '../steps/step.ts';
import type { Asked } from './asked.ts';
import type { Fetched } from './fetched.ts';
import { notPlain } from './notPlain.ts';
import { ended, past, readable } from './past.ts';
import type { Read, Splicing } from './splicing.ts';

const ROOT = 'root';

/** Asks one server for root fields. */
export function rootSplice({ number, fetch }: Fetched, read: Read, place: Place): Step<Splicing> {
  const operation = printed(fetch.operation, fetch.operationKind === 'mutation');
  const serverOf = answererOf(fetch.operation, place);
  return async (splicing) => {
    const { tape, sheets, variables, note } = splicing;
    const server = await serverOf(variables, note);
    if (operation.isMutation) sheets.forget();
    const call = { operation, variables: `{${usedVariables(fetch.variableUsages ?? [], variables).join(',')}}` };
    const bytes = readable(await splicing.send(server, call));
    const asked = tape.asked[number] as Asked;
    const root = asked.named(ROOT);
    asked.next();
    asked.reads(root, bytes);
    ended(bytes, read(bytes, past(bytes, 0, '{"data":'), tape, root), '}');
  };
}

type ServerOf = (variables: Variables, note: (documentId: string) => void) => string | Promise<string>;

function answererOf(operation: string, place: Place): ServerOf {
  if (place.kind === 'inside') throw notPlain;
  return place.kind === 'server' ? () => place.server : routedBy(operation, place);
}

/** The one server that answers all of them, where it is one. */
function routedBy(operation: string, { routes, institutions }: Perimeters): ServerOf {
  const shape = fetchShape(operation);
  return async (variables, note) => {
    const answerers = await Promise.all(
      shape.roots.map(async (root): Promise<Answerer> => {
        const field = root.node.name.value;
        const argument = routes.get(field) ?? 'id';
        const value = shape.valueOf(root, argument, variables);
        if (isDocumentId(value)) note(value);
        return institutions.ofRoot(field, argument, value);
      }),
    ).catch(() => []);
    const [first, ...others] = answerers;
    if (first === undefined || others.some(({ server }) => server !== first.server)) throw unusual;
    return first.server;
  };
}
