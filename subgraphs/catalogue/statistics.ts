import { type Caller, type ConsignmentState, parseInstitutionCode, parseKind, Refusal } from '@chancery/domain';
import { asItIs, choice } from './arguments.ts';
import type { CatalogueTransaction } from './database.ts';
import { knownConsignments, SMALLEST_GROUP } from './knownConsignments.ts';
import { Prisma } from './prisma/client/client.ts';

/** What a statistic may be narrowed to; days of the documents' dates as `2026-03-01`. */
interface ExchangeFilter {
  readonly sender?: readonly string[] | null;
  readonly recipient?: readonly string[] | null;
  readonly state?: readonly ConsignmentState[] | null;
  readonly kind?: readonly string[] | null;
  readonly documentDateFrom?: string | null;
  readonly documentDateTo?: string | null;
}

/** By what consignments are grouped, and where each stands in the statement below. */
const dimensions = {
  SENDER: Prisma.sql`sender`,
  RECIPIENT: Prisma.sql`recipient`,
  STATE: Prisma.sql`state`,
  DECISION: Prisma.sql`decision`,
  YEAR: Prisma.sql`year::text`,
} as const;
export type ExchangeDimension = keyof typeof dimensions;

export interface StatisticsArguments {
  readonly filter?: ExchangeFilter | null;
  readonly groupBy: readonly ExchangeDimension[];
}

/** One group. */
export interface ExchangeStatistic {
  /** One value for each dimension, in the order asked for; null where a consignment has none. */
  readonly keys: readonly (string | null)[];
  readonly count: number;
  /** From acceptance by the exchange to registration at the recipient, in hours; null when none was registered. */
  readonly medianHoursToRegister: number | null;
  /** From the document's date to the day of decision, in days; null when none was decided. */
  readonly medianDaysToDecision: number | null;
}

/** What can be asked so. Throws `BAD_INPUT` unless 1 to 5 different dimensions are asked for, `BAD_INPUT` and `MALFORMED_ID` for what the filter says. */
export function soundStatistics(asked: StatisticsArguments): StatisticsArguments {
  dimensionsOf(asked.groupBy);
  conditions(asked.filter ?? {});
  return asked;
}

const MOST_GROUPS = 1_000;

/**
 * Counts and medians over the consignments that a caller may know of (§3.2, §3.6), the largest groups first.
 * Medians never stand on RESTRICTED consignments that count only in company.
 * Throws `BAD_INPUT` unless 1 to 5 different dimensions are asked for, and `TOO_MANY_GROUPS` above 1000 groups.
 */
export async function exchangeStatistics(
  db: CatalogueTransaction,
  caller: Caller,
  { filter, groupBy }: StatisticsArguments,
): Promise<readonly ExchangeStatistic[]> {
  const by = dimensionsOf(groupBy);
  const { counted, open, decided } = knownConsignments(caller, { isNarrowed: isNarrowed(filter ?? {}, groupBy) });
  const groups = await db.$queryRaw<ExchangeStatistic[]>`
    WITH consignments AS (
      SELECT sender, recipient, coalesce(intake_state, state) AS state, kind, document_date,
             CASE WHEN ${decided} THEN decision END AS decision,
             extract(year FROM document_date)::int AS year, ${open} AS open,
             extract(epoch FROM registered_at - accepted_at)::float8 / 3600 AS hours,
             CASE WHEN ${decided} THEN (decided_on - document_date)::float8 END AS days
        FROM consignment WHERE revision > 0 AND ${counted}
    ), groups AS (
      SELECT ${by},
             count(*) FILTER (WHERE open) AS single,
             count(*) FILTER (WHERE NOT open) AS company,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE open) AS hours,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE open) AS days
        FROM consignments WHERE ${Prisma.join(conditions(filter ?? {}), ' AND ')} GROUP BY ${by}
    )
    SELECT ARRAY[${by}]::text[] AS keys, (single + CASE WHEN company >= ${SMALLEST_GROUP} THEN company ELSE 0 END)::int AS count,
           hours AS "medianHoursToRegister", days AS "medianDaysToDecision"
      FROM groups WHERE single > 0 OR company >= ${SMALLEST_GROUP}
     ORDER BY 2 DESC, 1 LIMIT ${MOST_GROUPS + 1}`;
  if (groups.length > MOST_GROUPS) throw new Refusal('TOO_MANY_GROUPS');
  return groups;
}

function dimensionsOf(groupBy: readonly ExchangeDimension[]): Prisma.Sql {
  const isSound = groupBy.length > 0 && new Set(groupBy).size === groupBy.length;
  if (!isSound) throw new Refusal('BAD_INPUT', 'groupBy takes 1 to 5 different dimensions.');
  return Prisma.join(groupBy.map((dimension) => dimensions[dimension]));
}

/** Whether two such statistics may differ by a few documents only: §3.6 asks to be careful then. */
function isNarrowed({ state, kind, documentDateFrom, documentDateTo }: ExchangeFilter, groupBy: readonly ExchangeDimension[]): boolean {
  const isFiltered = [state, kind, documentDateFrom, documentDateTo].some((narrowing) => narrowing !== null && narrowing !== undefined);
  return isFiltered || groupBy.includes('STATE') || groupBy.includes('DECISION');
}

function conditions(filter: ExchangeFilter): readonly Prisma.Sql[] {
  const sender = choice('filter.sender', filter.sender, parseInstitutionCode);
  const recipient = choice('filter.recipient', filter.recipient, parseInstitutionCode);
  const state = choice('filter.state', filter.state, asItIs);
  const kind = choice('filter.kind', filter.kind, parseKind);
  const { documentDateFrom: from, documentDateTo: to } = filter;
  return [
    Prisma.sql`TRUE`,
    ...(sender ? [Prisma.sql`sender = ANY(${sender}::text[])`] : []),
    ...(recipient ? [Prisma.sql`recipient = ANY(${recipient}::text[])`] : []),
    ...(state ? [Prisma.sql`state = ANY(${state}::text[])`] : []),
    ...(kind ? [Prisma.sql`kind = ANY(${kind}::text[])`] : []),
    ...(from ? [Prisma.sql`document_date >= ${from}::date`] : []),
    ...(to ? [Prisma.sql`document_date <= ${to}::date`] : []),
  ];
}
