/** What an operator decides about exports of a service. §3.14, §3.15 */
export interface ExportSettings {
  /** How long an export is kept, in days. */
  readonly days: number;
  /** How many rows one has. */
  readonly rows: number;
  /** How large its file is, in bytes. */
  readonly bytes: number;
  /** How many of one official are made at once. */
  readonly perOfficial: number;
  /** How many files of one official are kept. */
  readonly keptPerOfficial: number;
  /** How many of the service are made, or wait for it. */
  readonly underWay: number;
  /** How large all files of the service are together, in bytes, before another may begin. */
  readonly bytesInAll: number;
}

/** Reads the variables that begin with `CHANCERY_EXPORT`; throws where one says nothing that can be done. */
export function exportSettingsIn(environment: NodeJS.ProcessEnv = {}): ExportSettings {
  return {
    days: number(environment, 'CHANCERY_EXPORT_DAYS', 1),
    rows: number(environment, 'CHANCERY_EXPORT_ROWS', 1_000_000),
    bytes: number(environment, 'CHANCERY_EXPORT_BYTES', 1024 ** 3),
    perOfficial: number(environment, 'CHANCERY_EXPORTS_PER_OFFICIAL', 3),
    keptPerOfficial: number(environment, 'CHANCERY_EXPORTS_KEPT', 20),
    underWay: number(environment, 'CHANCERY_EXPORTS_UNDER_WAY', 50),
    bytesInAll: number(environment, 'CHANCERY_EXPORTS_BYTES', 20 * 1024 ** 3),
  };
}

function number(environment: NodeJS.ProcessEnv, name: string, usual: number): number {
  const text = environment[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} is a whole number above 0, not ${text}.`);
  return value;
}
