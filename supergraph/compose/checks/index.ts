import type { CompositionFault } from '../compositionFailed.ts';
import { findReleasedBroken } from './breakingChanges.ts';
import { findUndescribed } from './descriptions.ts';
import { findUndrafted } from './drafts.ts';
import type { CheckedGraph, CheckedMember, Fault } from './fault.ts';
import { findLostDirectives } from './lostDirectives.ts';
import { findLostRules } from './lostRules.ts';
import { findOtherStandard } from './standard.ts';
import { faultsOfFailure } from './uncomposed.ts';

export { type CheckedGraph, type CheckedMember, type Fault, faultText } from './fault.ts';
export { findOperationsBroken, type OperationText } from './operationsBroken.ts';

/** What is asked of a graph beyond that it composes. */
const checks: readonly ((graph: CheckedGraph) => readonly Fault[])[] = [
  findReleasedBroken, // nobody who relies on it misses anything
  findLostRules, //      what was protected is protected
  findLostDirectives, // what says how a field is asked says it still
  findOtherStandard, //  every institution serves the same standard
  findUndrafted, //      every kind can be drafted
  findUndescribed, //    everybody can read it
];

/** All that is wrong with a graph, by file and line. */
export const faultsOfGraph = (graph: CheckedGraph): readonly Fault[] => inOrder(checks.flatMap((check) => check(graph)));

/** All that is wrong with members that make no graph: what composition says, and what can be said of each alone. */
export function faultsOfMembers(members: readonly CheckedMember[], failed: readonly CompositionFault[]): readonly Fault[] {
  const readable = failed.every(({ says }) => !says.startsWith('Syntax Error'));
  const alone = readable ? [findOtherStandard, findUndrafted, findUndescribed] : [];
  return inOrder([...faultsOfFailure(members, failed), ...alone.flatMap((check) => check({ members, released: '', composed: '' }))]);
}

const inOrder = (faults: readonly Fault[]): readonly Fault[] => faults.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
