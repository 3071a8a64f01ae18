/** The subgraphs do not fit together. `faults` says how, one sentence each. */
export class CompositionFailed extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(['The supergraph cannot be composed:', ...faults.map((fault) => `  - ${fault}`)].join('\n'));
    this.name = 'CompositionFailed';
    this.faults = faults;
  }
}
