import { EXCHANGE } from './caller.ts';
import { invariant } from './errors.ts';
import type { InstitutionCode, Kind } from './ids.ts';
import { type NumberedIn, type NumberForm, type NumberingRule, numberForm, numberText, usualPatterns } from './numbering.ts';
import { type FilingTimes, type Retention, type RetentionRule, retentionUnder } from './retention.ts';

// In every table of the regulation the first row that fits decides. Names may be patterns: `JUS`, `US*` for all that begin so, `*` for all.

/** Along which way documents go, or do not. §7.9 */
export interface RouteRule {
  readonly from: string;
  readonly to: string;
  readonly kinds: readonly string[];
  /** False closes the way. */
  readonly open: boolean;
}

/** How many officials sign documents of a kind. §5.2 */
export interface SignatoryRule {
  readonly kind: string;
  readonly count: number;
}

/** The deadlines that stand where nobody names one. §7.4, §11.1, §11.2 */
export interface DeadlineRules {
  /** Days from the dispatch until the recipients are asked to have registered it. */
  readonly registerDays: number;
  /** Days from the resolution until it is to be carried out. */
  readonly executeDays: number;
  /** Hours for which delivery is tried, and at most. */
  readonly deliveryHours: number;
  readonly longestDeliveryHours: number;
}

/** What the exchange has agreed on, as data: what one version of the regulation says. §16 */
export interface RegulationRules {
  readonly routes: readonly RouteRule[];
  /** One where no row fits. */
  readonly signatories: readonly SignatoryRule[];
  /** Kinds that are approved before they are signed. §4.5 */
  readonly approvals: readonly string[];
  readonly deadlines: DeadlineRules;
  /** As `usualPatterns` says where no row fits. */
  readonly numbering: readonly NumberingRule[];
  /** The last row is for all kinds. */
  readonly retention: readonly RetentionRule[];
}

/** A version of the regulation that took effect, or will. It is never edited: a change is a new version. §16.1, §16.3 */
export interface RegulationInForce extends RegulationRules {
  readonly version: number;
  /** A moment as RFC 3339 writes it. */
  readonly effectiveFrom: string;
}

/** How the audit trail names a version: `EXC:regulation:2`. */
export const regulationId = (version: number): string => `${EXCHANGE}:regulation:${version}`;

/** What is in force before any version was confirmed: everything goes everywhere, one signs, nothing is approved. */
export const firstRegulation: RegulationInForce = {
  version: 0,
  effectiveFrom: '1970-01-01T00:00:00.000Z',
  routes: [{ from: '*', to: '*', kinds: ['*'], open: true }],
  signatories: [],
  approvals: [],
  deadlines: { registerDays: 5, executeDays: 30, deliveryHours: 24, longestDeliveryHours: 720 },
  numbering: [],
  retention: [{ kind: '*', schedule: 'GENERAL', years: 5, trigger: 'YEAR_END', disposition: 'REVIEW' }],
};

/** §16.1 The version in force at a moment: of those in effect by then the last to take effect, and of these the highest. */
export function regulationAt(versions: Iterable<RegulationInForce>, at: Date): RegulationInForce {
  let found = firstRegulation;
  for (const version of versions) {
    const [from, best] = [Date.parse(version.effectiveFrom), Date.parse(found.effectiveFrom)];
    if (from <= at.getTime() && (from > best || (from === best && version.version > found.version))) found = version;
  }
  return found;
}

/** §7.9 Whether documents of a kind go from one institution to another. */
export function mayTravel(
  { routes }: Pick<RegulationRules, 'routes'>,
  { kind, from, to }: { readonly kind: Kind; readonly from: InstitutionCode; readonly to: InstitutionCode },
): boolean {
  const route = routes.find((row) => fits(row.from, from) && fits(row.to, to) && row.kinds.some((pattern) => fits(pattern, kind)));
  return route?.open ?? false;
}

/** §5.2 How many officials sign a document of a kind. */
export const signatoriesOf = ({ signatories }: Pick<RegulationRules, 'signatories'>, kind: Kind): number =>
  signatories.find((row) => fits(row.kind, kind))?.count ?? 1;

/** §4.5 Whether documents of a kind are approved before they are signed. */
export const asksApproval = ({ approvals }: Pick<RegulationRules, 'approvals'>, kind: Kind): boolean =>
  approvals.some((pattern) => fits(pattern, kind));

const HOUR_MS = 3_600_000;
const later = (from: Date, hours: number): Date => new Date(from.getTime() + hours * HOUR_MS);

/** §11.1 By when recipients are asked to have registered what is dispatched now and names no deadline. */
export const deadlineForRegistering = ({ deadlines }: Pick<RegulationRules, 'deadlines'>, now: Date): Date =>
  later(now, deadlines.registerDays * 24);

/** §11.2 By when a resolution that is written now and names no deadline is to be carried out. */
export const deadlineForExecuting = ({ deadlines }: Pick<RegulationRules, 'deadlines'>, now: Date): Date =>
  later(now, deadlines.executeDays * 24);

/** §7.4 Until when delivery is tried of what is dispatched now and does not say. */
export const deadlineForDelivery = ({ deadlines }: Pick<RegulationRules, 'deadlines'>, now: Date): Date =>
  later(now, deadlines.deliveryHours);

/** §7.4 Until when delivery may be tried at most. */
export const lastDeadlineForDelivery = ({ deadlines }: Pick<RegulationRules, 'deadlines'>, now: Date): Date =>
  later(now, deadlines.longestDeliveryHours);

/** §6.4 How the next number of a register is written, whatever it is. */
export function numberFormIn({ numbering }: Pick<RegulationRules, 'numbering'>, register: NumberedIn): NumberForm {
  const { institution, direction, kind } = register;
  const row = numbering.find((each) => each.direction === direction && fits(each.institution, institution) && fits(each.kind, kind));
  return numberForm(row?.pattern ?? usualPatterns[direction], register);
}

/** §6.4 A number of a register. */
export const numberIn = (rules: Pick<RegulationRules, 'numbering'>, register: NumberedIn, position: number): string =>
  numberText(numberFormIn(rules, register), position);

/** §12.1 How long documents of a kind are kept. */
export function retentionOf({ retention }: Pick<RegulationRules, 'retention'>, kind: Kind): RetentionRule {
  const row = retention.find((each) => fits(each.kind, kind));
  invariant(row, 'the last row of the retention is for all kinds');
  return row;
}

/** §12.1 The retention that a document carries from its filing on. */
export const retentionAtFiling = (regulation: RegulationInForce, kind: Kind, times: FilingTimes): Retention =>
  retentionUnder(retentionOf(regulation, kind), regulation.version, times);

/** Whether a row that is for a name, for the beginning of names, or for all is for this one. */
const fits = (pattern: string, name: string): boolean => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name);
