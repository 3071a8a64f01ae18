export { isOfficial, type PolicyContext } from './clauses.ts';
export { auditing, clauseFor, type DutyClause, dutiesFor, explaining, reading, refusalUnder, requireDutyFor } from './duties.ts';
export { type Explanation, explain } from './explanation.ts';
export { type Regulation, regulation } from './regulation.ts';
export { type Decide, underRegulation } from './underRegulation.ts';
