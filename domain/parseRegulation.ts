import { Refusal } from './errors.ts';
import { parseNumberPattern } from './numbering.ts';
import type { DeadlineRules, RegulationRules } from './regulationInForce.ts';
import { cleanLine } from './text.ts';

/** How large a version of the regulation may be: enough for thousands of ways, too little to burden the services that keep it at hand. */
export const regulationLimits = {
  rows: 500,
  kinds: 50,
  signatories: 10,
  days: 365,
  /** §7.4 Delivery is tried for 30 days at most, whatever a version says. */
  deliveryHours: 720,
  years: 100,
  schedule: 40,
} as const;

const institution = /^(?:\*|[A-Z][A-Z0-9]{0,10}\*|[A-Z][A-Z0-9]{1,11})$/;
const kind = /^(?:\*|[A-Z][A-Za-z0-9]{0,62}\*|[A-Z][A-Za-z0-9]{1,63})$/;

/**
 * §16.1 What one version says, checked: rows within bounds, names or patterns of names, figures that can be carried out.
 * Throws `BAD_INPUT` (or the refusal of a text) naming the row and what to write there.
 */
export function parseRegulation({ routes, signatories, approvals, deadlines, numbering, retention }: RegulationRules): RegulationRules {
  if (routes.length === 0) throw wrong('routes', 'has no row: nothing could be sent');
  if (retention.at(-1)?.kind !== '*') throw wrong('retention', 'needs a last row for all kinds: write * as its kind');
  return {
    routes: rows('routes', routes).map((row, index) => ({
      from: institutions(`routes[${index}].from`, row.from),
      to: institutions(`routes[${index}].to`, row.to),
      kinds: kindsOf(`routes[${index}].kinds`, row.kinds),
      open: row.open,
    })),
    signatories: rows('signatories', signatories).map((row, index) => ({
      kind: kinds(`signatories[${index}].kind`, row.kind),
      count: figure(`signatories[${index}].count`, row.count, regulationLimits.signatories),
    })),
    approvals: rows('approvals', approvals).map((each, index) => kinds(`approvals[${index}]`, each)),
    deadlines: parseDeadlines(deadlines),
    numbering: rows('numbering', numbering).map((row, index) => ({
      institution: institutions(`numbering[${index}].institution`, row.institution),
      direction: row.direction,
      kind: kinds(`numbering[${index}].kind`, row.kind),
      pattern: parseNumberPattern(`numbering[${index}].pattern`, row.pattern),
    })),
    retention: rows('retention', retention).map((row, index) => ({
      kind: kinds(`retention[${index}].kind`, row.kind),
      schedule: cleanLine(`retention[${index}].schedule`, row.schedule, regulationLimits.schedule),
      years: figure(`retention[${index}].years`, row.years, regulationLimits.years),
      trigger: row.trigger,
      disposition: row.disposition,
    })),
  };
}

/** The institutions that rules name by their whole code, each once: they must take part. */
export const institutionsNamed = ({ routes, numbering }: RegulationRules): readonly string[] => [
  ...new Set(
    [...routes.flatMap(({ from, to }) => [from, to]), ...numbering.map((row) => row.institution)].filter((code) => !code.endsWith('*')),
  ),
];

function parseDeadlines({ registerDays, executeDays, deliveryHours, longestDeliveryHours }: DeadlineRules): DeadlineRules {
  const longest = figure('deadlines.longestDeliveryHours', longestDeliveryHours, regulationLimits.deliveryHours);
  return {
    // §7.4 What a sender may ask for at most is what a version may set.
    registerDays: figure('deadlines.registerDays', registerDays, regulationLimits.deliveryHours / 24),
    executeDays: figure('deadlines.executeDays', executeDays, regulationLimits.days),
    deliveryHours: figure('deadlines.deliveryHours', deliveryHours, longest),
    longestDeliveryHours: longest,
  };
}

function rows<Row>(field: string, given: readonly Row[]): readonly Row[] {
  if (given.length > regulationLimits.rows) throw wrong(field, `takes ${regulationLimits.rows} rows, not ${given.length}`);
  return given;
}

function kindsOf(field: string, given: readonly string[]): readonly string[] {
  if (given.length === 0 || given.length > regulationLimits.kinds) throw wrong(field, `takes 1 to ${regulationLimits.kinds} kinds`);
  return given.map((each) => kinds(field, each));
}

function institutions(field: string, text: string): string {
  if (!institution.test(text)) throw wrong(field, 'names no institutions: write a code such as JUS, a beginning such as US*, or * for all');
  return text;
}

function kinds(field: string, text: string): string {
  if (!kind.test(text)) throw wrong(field, 'names no kinds: write one such as CourtRuling, a beginning such as Court*, or * for all');
  return text;
}

function figure(field: string, value: number, most: number): number {
  if (!Number.isInteger(value) || value < 1 || value > most) throw wrong(field, `takes 1 to ${most}`);
  return value;
}

const wrong = (field: string, what: string): Refusal => new Refusal('BAD_INPUT', `${field} ${what}.`);
