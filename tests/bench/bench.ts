/** Says what a bench is doing; to stderr, so that results can be piped. */
export type Say = (line: string) => void;

/** What a bench found out: JSON for machines, lines for people. */
interface Result {
  readonly json: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

/** How a bench is to be run. */
interface Options {
  /** A short look, where the bench can take one. */
  readonly isQuick: boolean;
}

export interface Bench {
  readonly name: string;
  readonly about: string;
  run(say: Say, options: Options): Promise<Result>;
}
