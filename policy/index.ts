export { isOfficial, type PolicyContext } from './clauses.ts';
export { appointing, auditing, clauseFor, type DutyClause, dutiesFor, reading, refusalUnder, requireDutyFor } from './duties.ts';
export { type Regulation, regulation } from './regulation.ts';
export { type Decide, underRegulation } from './underRegulation.ts';
