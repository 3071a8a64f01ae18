export { askedRules, faultsOf, UncompiledRules } from './askedRules.ts';
export { isOfficial } from './clauses.ts';
export {
  appointing,
  auditing,
  clauseFor,
  type DutyClause,
  dutiesFor,
  explaining,
  reading,
  refusalUnder,
  requireDutyFor,
  reviewing,
  takingPart,
} from './duties.ts';
export { type Explanation, explain } from './explanation.ts';
export { aboutCaller, aboutConsignment, aboutDocument, and, type Facts, type Finding, not, or, type Rule, refusalOf } from './language.ts';
export { loadWithout } from './loadWithout.ts';
export { type Regulation, regulation } from './regulation.ts';
export { type RuleBundle, ruleBundle } from './ruleBundle.ts';
export { type Attributes, digestOf, type Ruling, type RulingVerdict, rulingOf } from './ruling.ts';
export {
  type Alternatives,
  type Ask,
  type Asks,
  alternativesOf,
  asksOf,
  placesIn,
  type SecurityDirective,
  securityDirectives,
  withoutSecurity,
} from './securityDirectives.ts';
export { type PolicyContext, type Standing, standingOf } from './standing.ts';
export { type AskedRules, type Decide, underRegulation } from './underRegulation.ts';
