import { type Duty, duties } from '@chancery/domain';
import { type RuleBundle, ruleBundle } from '@chancery/policy';
import { readSupergraph, trustedOperations } from '@chancery/schema';
import type { GraphQLSchema } from 'graphql';
import { Decisions } from '../../../supergraph/gateway/operation/decisions.ts';
import { Preparation, type PreparedOperation } from '../../../supergraph/gateway/operation/prepare.ts';
import type { Passage } from '../../../supergraph/gateway/passage.ts';
import { authorise } from '../../../supergraph/gateway/stages/authorise.ts';
import { loadSupergraph, planned } from '../../../supergraph/gateway/supergraphExecutor.ts';
import { official } from '../../kit/exchangeWorld.ts';
import { quantile } from '../exchange/manyClients.ts';
import { LARGE_FIELDS, operationOfFields } from './largeOperation.ts';

/** So many are not measured, so many are. */
const COLD = { unmeasured: 60, measured: 200 };
const WARM = { unmeasured: 1_000, measured: 5_000 };

/** How long the stage takes: of an operation, asked by somebody, with what was remembered or without. */
export interface StageTime {
  readonly operation: string;
  readonly caller: string;
  readonly caches: 'cold' | 'warm';
  /** By the clock: processor time of a thread is not told finely enough. */
  readonly p50Us: number;
  readonly p99Us: number;
}

interface Asked {
  readonly name: string;
  readonly source: string;
}

/** The stage alone, in this process: cold is an operation that nobody has asked yet, after the rules were loaded; warm is one asked before. */
export async function measureAuthoriseStage(): Promise<readonly StageTime[]> {
  const supergraphSdl = readSupergraph();
  const { schema, close } = await loadSupergraph(planned(supergraphSdl), () => ({ fetch: async () => ({ data: null }) }));
  const rules = ruleBundle(supergraphSdl, schema);
  const times: StageTime[] = [];
  for (const operation of operations(schema)) {
    for (const [caller, held] of callers) {
      for (const caches of ['cold', 'warm'] as const) {
        const took = await (caches === 'cold' ? cold : warm)(schema, rules, operation.source, held);
        times.push({ operation: operation.name, caller, caches, p50Us: quantile(took, 0.5), p99Us: quantile(took, 0.99) });
      }
    }
  }
  await close();
  return times;
}

/** Of whom nothing is denied, and of whom a part is: that part is cut out. */
const callers: readonly (readonly [string, readonly Duty[]])[] = [
  ['nothing denied', duties],
  ['a part denied', ['CLERK']],
];

function operations(schema: GraphQLSchema): readonly Asked[] {
  const small = trustedOperations().find(({ name }) => name === 'Document')?.body ?? '';
  const large = operationOfFields(schema, LARGE_FIELDS, '');
  return [
    { name: 'small', source: `${small.replace(/\}\s*$/, '')} auditEntries(first: 1) { totalCount } }` },
    { name: `${LARGE_FIELDS} fields`, source: large },
    { name: `${LARGE_FIELDS} fields, one @include`, source: operationOfFields(schema, LARGE_FIELDS, '@include(if: $isAsked)') },
  ];
}

type Way = (schema: GraphQLSchema, rules: RuleBundle, source: string, held: readonly Duty[]) => Promise<readonly number[]>;

const cold: Way = async (schema, rules, source, held) => {
  const took: number[] = [];
  for (let count = 0; count < COLD.unmeasured + COLD.measured; count++) {
    const operation = new Preparation(schema).prepare(source, null);
    const us = await timed(schema, new Decisions(rules), operation, held);
    if (count >= COLD.unmeasured) took.push(us);
  }
  return took;
};

const warm: Way = async (schema, rules, source, held) => {
  const took: number[] = [];
  const operation = new Preparation(schema).prepare(source, null);
  const decisions = new Decisions(rules);
  for (let count = 0; count < WARM.unmeasured + WARM.measured; count++) {
    const us = await timed(schema, decisions, operation, held);
    if (count >= WARM.unmeasured) took.push(us);
  }
  return took;
};

async function timed(schema: GraphQLSchema, decisions: Decisions, operation: PreparedOperation, held: readonly Duty[]): Promise<number> {
  const passage = passageOf(operation, held);
  const stage = authorise(schema, decisions, 'embedded');
  const began = performance.now();
  await stage.run(passage);
  const us = (performance.now() - began) * 1_000;
  if (passage.verdict?.allowed == null) throw new Error('The operation that is measured is refused.');
  return us;
}

const passageOf = (operation: PreparedOperation, held: readonly Duty[]): Passage => ({
  request: {
    method: 'POST',
    authorization: undefined,
    certificate: null,
    query: operation.source,
    hash: null,
    operationName: null,
    variables: {},
    asksCost: false,
  },
  startedAt: new Date(),
  traceId: '-',
  record: '-',
  span: { traceId: '0'.repeat(32), set: () => undefined, refuse: () => undefined },
  documents: new Set(),
  caller: official('JUS', held),
  scopes: [],
  client: null,
  source: operation.source,
  operation,
  variables: { isAsked: true },
  verdict: undefined,
  decision: undefined,
  cost: undefined,
  isOpen: false,
  answer: undefined,
  late: undefined,
});
