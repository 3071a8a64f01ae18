import type { Caller, Refusal } from '@chancery/domain';
import { type Attributes, digestOf, type PolicyContext, type RuleBundle, rulingOf, standingOf } from '@chancery/policy';
import { type AuditedDecision, BoundedCache } from '@chancery/trust';
import type { Verdict } from './authorise.ts';
import type { Reach } from './reach.ts';

/** What the rules say of everything that an operation touches. */
export interface Decided {
  /** By `Type.field`: why it is not fetched. */
  readonly denied: ReadonlyMap<string, Refusal>;
  /** As it goes on record. */
  readonly decision: AuditedDecision;
}

interface Told {
  readonly scopes: PolicyContext['scopes'];
  readonly decided: Decided;
}

/** How many standings are remembered of one operation, and how much of what was cut out of operations, in bytes. */
const mostStandings = 20;
const mostCuts = { entries: 2_000, weight: 64 * 1024 * 1024 };

/**
 * Decides operations under one bundle of rules. A rule sees the standing of the caller and nothing else: who stands alike is decided alike,
 * and that is remembered for as long as the operation is.
 */
export class Decisions {
  readonly #rules: RuleBundle;
  readonly #known = new WeakMap<Reach, Map<string, Promise<Decided>>>();
  readonly #told = new WeakMap<Reach, WeakMap<Caller, Told>>();
  readonly #cuts = new BoundedCache<Verdict>(mostCuts.entries, mostCuts.weight);

  constructor(rules: RuleBundle) {
    this.#rules = rules;
  }

  /** What this very caller with these very scopes was told of it before. */
  known(reach: Reach, { caller, scopes }: PolicyContext): Decided | undefined {
    const told = caller === null ? undefined : this.#told.get(reach)?.get(caller);
    return told?.scopes === scopes ? told?.decided : undefined;
  }

  async of(operation: 'query' | 'mutation', reach: Reach, context: PolicyContext): Promise<Decided> {
    const { caller, scopes } = context;
    const decided = await this.#alike(operation, reach, context);
    if (caller === null) return decided;
    const told = this.#told.get(reach) ?? new WeakMap<Caller, Told>();
    this.#told.set(reach, told.set(caller, { scopes, decided }));
    return decided;
  }

  #alike(operation: 'query' | 'mutation', reach: Reach, context: PolicyContext): Promise<Decided> {
    const standing = JSON.stringify(standingOf(context));
    const known = this.#known.get(reach) ?? new Map<string, Promise<Decided>>();
    this.#known.set(reach, known);
    const decided = known.get(standing) ?? this.#decide(operation, reach, context);
    if (known.size >= mostStandings) known.clear();
    known.set(standing, decided);
    return decided;
  }

  /** What is left of an operation for those who stand alike: cut once. `weight` in bytes. */
  cut(operation: string, { decision }: Decided, make: () => Verdict, weight: number): Verdict {
    const name = `${operation} ${decision.digest}`;
    const known = this.#cuts.get(name);
    if (known !== undefined) return known;
    const made = make();
    this.#cuts.set(name, made, weight);
    return made;
  }

  /** The decision about an operation that was stopped before the rules were asked. */
  stopped(context: PolicyContext, clause: string | null): AuditedDecision {
    const attributes: Attributes = { operation: null, standing: standingOf(context), fields: null };
    const { text, digest } = digestOf(attributes);
    return { bundle: this.#rules.hash, clause, digest, verdict: 'REFUSED', grounds: { attributes: text, refused: {} } };
  }

  async #decide(operation: 'query' | 'mutation', { fields }: Reach, context: PolicyContext): Promise<Decided> {
    // graphql-shield writes its memory into the context: each decision has one of its own.
    const own = { ...context };
    const answers = await Promise.all(
      fields.map(async (coordinate) => {
        const [type = '', field = ''] = coordinate.split('.');
        return [coordinate, await this.#rules.decide(type, field, own)] as const;
      }),
    );
    const denied = new Map(answers.flatMap(([coordinate, refusal]) => (refusal === null ? [] : [[coordinate, refusal] as const])));
    const attributes: Attributes = { operation, standing: standingOf(context), fields };
    const { text, digest } = digestOf(attributes);
    const { verdict, clause, refused } = rulingOf(attributes, denied);
    return { denied, decision: { bundle: this.#rules.hash, clause, digest, verdict, grounds: { attributes: text, refused } } };
  }
}
