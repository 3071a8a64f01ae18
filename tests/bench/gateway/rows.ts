import { quantile } from '../exchange/manyClients.ts';
import type { Contender } from './contenders.ts';
import type { Scenario } from './scenarios.ts';
import type { Turns } from './turns.ts';

/** One gateway in one scenario. */
export interface Row {
  readonly scenario: Scenario['name'];
  readonly gateway: Contender['name'];
  readonly sharing: boolean;
  /** The median of the rounds. */
  readonly requestsPerCpuSecond: number;
  /** To plain Apollo, which shares nothing, in the same scenario. */
  readonly ratioToApollo: number | null;
  readonly ratioToFloor: number | null;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMb: number;
  /** Calls to subgraphs for one request. */
  readonly calls: number;
  /** Requests of all rounds that were not answered as they had to be. */
  readonly failed: number;
}

/** The rows of one scenario, in the order of the table. */
export function rowsOf(scenario: Scenario['name'], turns: Turns): readonly Row[] {
  const measured = [...turns].filter(([, all]) => all.length > 0);
  const rateOf = (name: Contender['name']) => {
    const found = measured.find(([{ contender }]) => contender.name === name && !contender.sharing);
    return found === undefined
      ? null
      : quantile(
          found[1].map(({ perCpuSecond }) => perCpuSecond),
          0.5,
        );
  };
  const [apollo, floor] = [rateOf('apollo'), rateOf('floor')];
  return measured.map(([{ contender }, all]) => {
    const rate = quantile(
      all.map(({ perCpuSecond }) => perCpuSecond),
      0.5,
    );
    const latencies = all.flatMap(({ latenciesMs }) => latenciesMs);
    return {
      scenario,
      gateway: contender.name,
      sharing: contender.sharing,
      requestsPerCpuSecond: rounded(rate),
      ratioToApollo: apollo === null ? null : rounded(rate / apollo),
      ratioToFloor: floor === null ? null : rounded(rate / floor),
      p50Ms: rounded(quantile(latencies, 0.5)),
      p99Ms: rounded(quantile(latencies, 0.99)),
      rssMb: rounded(Math.max(...all.map(({ residentMb }) => residentMb))),
      failed: all.reduce((sum, { failed }) => sum + failed, 0),
      calls: rounded(
        quantile(
          all.map(({ calls }) => calls),
          0.5,
        ),
      ),
    };
  });
}

/** Three figures say all that such a measurement knows. */
const rounded = (value: number): number => Number(value.toPrecision(3));
