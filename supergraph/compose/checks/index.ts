import { findReleasedBroken } from './breakingChanges.ts';
import { findUndescribed } from './descriptions.ts';
import { findUndrafted } from './drafts.ts';
import type { CheckedGraph, Fault } from './fault.ts';
import { findLostRules } from './lostRules.ts';
import { findOtherStandard } from './standard.ts';

export { type CheckedGraph, type CheckedMember, type Fault, faultText } from './fault.ts';

/** What is asked of a graph beyond that it composes. */
const checks: readonly ((graph: CheckedGraph) => readonly Fault[])[] = [
  findReleasedBroken, // nobody who relies on it misses anything
  findLostRules, //      what was protected is protected
  findOtherStandard, //  every institution serves the same standard
  findUndrafted, //      every kind can be drafted
  findUndescribed, //    everybody can read it
];

/** All that is wrong with a graph, by file and line. */
export const faultsOfGraph = (graph: CheckedGraph): readonly Fault[] =>
  checks.flatMap((check) => check(graph)).toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
