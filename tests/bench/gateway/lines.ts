import type { Row } from './rows.ts';

/** What a comparison has found. */
export interface Found {
  readonly rows: readonly Row[];
  /** What was not measured, and why. */
  readonly notes: readonly string[];
  /** Load average of the last minute. */
  readonly load: number;
  readonly clients: number;
}

const columns = [
  'scenario',
  'gateway',
  'shares',
  'req/CPU-s',
  'x Apollo',
  'x floor',
  'p50 ms',
  'p99 ms',
  'RSS MB',
  'calls',
  'failed',
] as const;

/** The table for people. */
export function linesOf({ rows, notes, load, clients }: Found): readonly string[] {
  const cells = rows.map((row) => [
    row.scenario,
    row.gateway,
    row.sharing ? 'yes' : 'no',
    String(row.requestsPerCpuSecond),
    String(row.ratioToApollo ?? '-'),
    String(row.ratioToFloor ?? '-'),
    String(row.p50Ms),
    String(row.p99Ms),
    String(row.rssMb),
    String(row.calls),
    String(row.failed),
  ]);
  const widths = columns.map((name, at) => Math.max(name.length, ...cells.map((line) => line[at]?.length ?? 0)));
  const lined = (line: readonly string[]) =>
    line.map((cell, at) => (at < 3 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return [
    `gateways over the same stubs, each a process of its own, in turns; requests per second of its own processor time, ${clients} clients`,
    lined(columns),
    ...cells.flatMap((line, at) => (at > 0 && line[0] !== cells[at - 1]?.[0] ? ['', lined(line)] : [lined(line)])),
    '',
    'calls: to subgraphs, for one request. Latencies are those of a gateway that is as busy as it can be.',
    ...notes.map((note) => `not measured: ${note}`),
    `load average ${load.toFixed(1)}: above the number of cores all of this is noisier`,
  ];
}
