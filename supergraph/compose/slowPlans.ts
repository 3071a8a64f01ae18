import { Refusal } from '@chancery/domain';
import { parse, validate } from 'graphql';
import { Planner } from '../engine/planning/planner.ts';

/** What planning one of them may take, in milliseconds; over 200 institutions each takes 10 to 20. */
const MOST_MS = 500;

const nested = (fields: string, way: string, depth: number): string =>
  depth === 0 ? fields : `${fields} ${way} { document { ${nested(fields, way, depth - 1)} } }`;
const card = 'id title status institution { name }';

/** Operations that go from document to document, through what several members add to it: a graph that is hard to plan shows it here. */
export const nestedOperations: readonly string[] = [
  `{ document(id: "") { ${nested(card, 'consignments', 5)} } }`,
  `{ document(id: "") { ${nested(`${card} content { __typename } auditEntries { act }`, 'consignments', 3)} } }`,
  `{ documents { edges { node { ${nested(card, 'consignments', 4)} } } } }`,
  `{ inbox(institution: "") { edges { node { id state document { ${nested(`${card} content { __typename }`, 'consignments', 3)} } } } } }`,
  `mutation { signDocument(input: { documentId: "" }) { document { ${nested(`${card} content { __typename } auditEntries { act }`, 'consignments', 3)} } } }`,
];

/**
 * What is wrong with a supergraph whose nested operations take too long to plan, one sentence each: a member can make planning grow with the
 * number of kinds, and every gateway would pay for it. Operations that a graph does not have are not looked at.
 */
export function findSlowPlans(supergraphSdl: string, operations: readonly string[] = nestedOperations): readonly string[] {
  const planner = new Planner(supergraphSdl);
  return operations.flatMap((text) => {
    const document = parse(text);
    if (validate(planner.schema, document).length > 0) return [];
    const took = quickest(() => planner.plan(document, undefined));
    return took <= MOST_MS
      ? []
      : [`Planning takes ${took === Number.POSITIVE_INFINITY ? 'too many ways' : `${Math.round(took)} ms`}: ${text}`];
  });
}

/** The better of two, in processor time: the first one also fills the planner's memory, and machines have other work. */
function quickest(plan: () => void): number {
  const times = [0, 0].map(() => {
    const before = process.cpuUsage();
    try {
      plan();
    } catch (error) {
      if (error instanceof Refusal) return Number.POSITIVE_INFINITY;
      throw error;
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}
