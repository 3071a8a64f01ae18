import type { Attributes, Ruling, RulingVerdict } from '@chancery/policy';
import type { ServiceClient } from '@chancery/trust';

/** A ruling that the gateway gave, with how often and when. */
export interface RecordedRuling {
  /** The name of the rules that gave it. */
  readonly bundle: string;
  readonly verdict: RulingVerdict;
  readonly clause: string | null;
  readonly digest: string;
  /** Null where what it was made from has been lost. */
  readonly attributes: Attributes | null;
  readonly refused: Ruling['refused'] | null;
  readonly count: number;
  /** Moments as RFC 3339 writes them. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** The time in which rulings were given: from its first moment until before its last. */
export interface Span {
  readonly from?: Date;
  readonly to?: Date;
}

const question = `query Rulings($from: DateTime, $to: DateTime, $first: Int!, $after: String) {
  rulings(from: $from, to: $to, first: $first, after: $after) }`;
const pageOfRulings = 100;
const timeoutMs = 60_000;

/** The rulings of a time, page by page. Throws trust's `Unreachable` where the audit trail does not answer. */
export async function* recordedRulings(
  client: Pick<ServiceClient, 'ask'>,
  { from, to }: Span,
): AsyncGenerator<readonly RecordedRuling[], void> {
  for (let after: string | null = null; ; ) {
    const variables: object = { from: from?.toISOString(), to: to?.toISOString(), first: pageOfRulings, after };
    const { rulings }: { rulings: Page } = await client.ask<{ rulings: Page }>('audit', question, variables, { timeoutMs });
    yield rulings.rulings;
    if (rulings.after === null) return;
    after = rulings.after;
  }
}

interface Page {
  readonly rulings: readonly RecordedRuling[];
  readonly after: string | null;
}
