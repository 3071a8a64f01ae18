import type { JoinedNode } from '../planning/joinSiblings.ts';
import { atOnce, inTurn, type Step } from '../steps/step.ts';
import { type Fetched, fetchedOf } from './fetched.ts';
import type { Splicing } from './splicing.ts';

/** A plan whose fetches have numbers. */
export interface NumberedPlan {
  /** By their numbers. */
  readonly fetches: readonly Fetched[];
  /** The whole plan as a step, made of those of its fetches. */
  stepOf(make: (fetched: Fetched) => Step<Splicing>): Step<Splicing>;
}

/** Throws `notPlain` for a plan with a fetch that needs more than splicing can do. */
export function numberedPlan(plan: JoinedNode): NumberedPlan {
  const fetches: Fetched[] = [];
  const ofNode = new Map<JoinedNode, readonly Fetched[]>();
  number(plan, fetches, ofNode);
  return { fetches, stepOf: (make) => stepOf(plan, (node) => (ofNode.get(node) ?? []).map(make)) };
}

function number(node: JoinedNode, fetches: Fetched[], ofNode: Map<JoinedNode, readonly Fetched[]>): void {
  if (node.kind === 'Fetch') {
    const fetched = fetchedOf(node, fetches.length);
    fetches.push(...fetched);
    ofNode.set(node, fetched);
  } else for (const each of node.nodes) number(each, fetches, ofNode);
}

function stepOf(node: JoinedNode, stepsOf: (fetch: JoinedNode) => readonly Step<Splicing>[]): Step<Splicing> {
  if (node.kind === 'Fetch') return atOnce(stepsOf(node));
  const steps = node.nodes.map((each) => stepOf(each, stepsOf));
  return node.kind === 'Sequence' ? inTurn(steps) : atOnce(steps);
}
