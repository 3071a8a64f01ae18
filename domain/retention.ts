/** From when retention is counted: the registration, the filing, or the end of the year in which it was filed. */
export const retentionTriggers = ['REGISTERED', 'FILED', 'YEAR_END'] as const;
export type RetentionTrigger = (typeof retentionTriggers)[number];

/** What becomes of a document when its retention has ended (ISO 15489-1). */
export const dispositions = ['DESTROY', 'TRANSFER', 'REVIEW'] as const;
export type Disposition = (typeof dispositions)[number];

/** How long documents of a kind are kept. §12.1 */
export interface RetentionRule {
  readonly kind: string;
  /** The code of the retention schedule: `FIN-07`. */
  readonly schedule: string;
  readonly years: number;
  readonly trigger: RetentionTrigger;
  readonly disposition: Disposition;
}

/** The retention that something filed carries, as the regulation in force at its filing gave it. A later version does not change it. §12.1 */
export interface Retention extends Omit<RetentionRule, 'kind'> {
  /** The last day on which it is kept: `2031-12-31`. */
  readonly keptUntil: string;
  /** The version of the regulation. */
  readonly regulation: number;
}

/** When something was registered and filed. */
export interface FilingTimes {
  readonly registeredAt: Date;
  readonly filedAt: Date;
}

/** What a rule means for something filed. Days are those of UTC; 29 February becomes 28 where a year lacks it. */
export function retentionUnder(
  { schedule, years, trigger, disposition }: RetentionRule,
  regulation: number,
  times: FilingTimes,
): Retention {
  return { schedule, years, trigger, disposition, keptUntil: daysEnd(trigger, years, times), regulation };
}

function daysEnd(trigger: RetentionTrigger, years: number, { registeredAt, filedAt }: FilingTimes): string {
  switch (trigger) {
    case 'YEAR_END':
      return day(filedAt.getUTCFullYear() + years, 11, 31);
    case 'FILED':
      return yearsAfter(filedAt, years);
    case 'REGISTERED':
      return yearsAfter(registeredAt, years);
  }
}

function yearsAfter(moment: Date, years: number): string {
  const [year, month, date] = [moment.getUTCFullYear() + years, moment.getUTCMonth(), moment.getUTCDate()];
  const isMissing = new Date(Date.UTC(year, month, date)).getUTCMonth() !== month;
  return day(year, month, isMissing ? date - 1 : date);
}

const day = (year: number, month: number, date: number): string => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
