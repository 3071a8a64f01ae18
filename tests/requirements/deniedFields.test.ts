import { Refusal } from '@chancery/domain';
import { aboutCaller, type Decide, type PolicyContext, type Regulation, type Rule, underRegulation } from '@chancery/policy';
import fc from 'fast-check';
import { isObjectType, parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asError } from '../../supergraph/gateway/errors.ts';
import { Decisions } from '../../supergraph/gateway/operation/decisions.ts';
import { Preparation } from '../../supergraph/gateway/operation/prepare.ts';
import type { Answer, Passage } from '../../supergraph/gateway/passage.ts';
import { pass } from '../../supergraph/gateway/pipeline.ts';
import { authorise } from '../../supergraph/gateway/stages/authorise.ts';
import { execute } from '../../supergraph/gateway/stages/execute.ts';
import { prepare } from '../../supergraph/gateway/stages/prepare.ts';
import { project } from '../../supergraph/gateway/stages/project.ts';
import { respond } from '../../supergraph/gateway/stages/respond.ts';
import { runs } from '../kit/long.ts';
import { type RandomOperation, randomOperation } from '../kit/random/operation.ts';
import { isRefusedAtGateway, randomContext, randomSentence, ruleOf, type Sentence } from '../kit/random/rules.ts';
import { type SpiedGraph, spiedGraph } from '../kit/random/spiedGraph.ts';
import { Tape, tapes } from '../kit/random/tape.ts';

let graph: SpiedGraph;
beforeAll(async () => {
  graph = await spiedGraph();
});
afterAll(() => graph?.close());

interface Case {
  readonly operation: RandomOperation;
  readonly context: PolicyContext;
  /** By `Type.field`; what is not named here is for everybody who has signed in. */
  readonly table: ReadonlyMap<string, Sentence>;
}

interface Outcome {
  readonly answer: Answer;
  readonly passage: Passage;
  /** By `Type.field`: the refusals, as the truth tables of the test have them. */
  readonly refused: ReadonlyMap<string, Refusal>;
  /** What one server of the whole graph answers, in which those fields throw. */
  readonly whole: Answer;
  /** Places of a mutation's root fields that threw there. */
  readonly refusedRoots: readonly string[];
}

test(
  'whatever is asked, by whomever, under whichever rules (§2.4, §10.6)',
  () =>
    fc.assert(
      fc.asyncProperty(tapes(40), tapes(300), tapes(400), async (who, what, rules) => {
        const operation = randomOperation(graph.schema, new Tape(what));
        fc.pre(validate(graph.schema, parse(operation.source)).length === 0);
        const given = { operation, context: randomContext(new Tape(who)), table: randomTable(new Tape(rules)) };
        graph.forget();
        const outcome = await run(given);

        asksNoSubgraphForWhatIsDenied(outcome);
        answersAsTheSpecificationSays(given, outcome);
        runsNothingOfARefusedMutation(outcome);
        putsOnRecordWhatWasDecided(outcome);
      }),
      { numRuns: runs({ short: 300, whole: 5_000 }) },
    ),
  runs({ short: 240_000, whole: 1_800_000 }),
);

/** The plan joins subgraphs by keys: they are asked for though nobody may see them, and are not shown. */
function asksNoSubgraphForWhatIsDenied({ refused }: Outcome): void {
  expect([...graph.asked].filter((coordinate) => refused.has(coordinate) && !coordinate.endsWith('.id'))).toEqual([]);
}

/** A denied field is null, one that may not be null takes its parent with it, and each has one error with code and clause. */
function answersAsTheSpecificationSays({ operation, context }: Case, { answer, whole, refusedRoots }: Outcome): void {
  for (const { extensions } of answer.errors ?? [])
    expect(extensions).toEqual({ code: expect.stringMatching(/^[A-Z_]+$/), clause: expect.stringMatching(/^[\d.]+$/) });
  // The schema is told to nobody who has not signed in, nor anything beside it; the whole graph of this test tells it to anyone.
  if (context.caller === null && /__(schema|type\b)/.test(operation.source) && answer.data == null)
    return void expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  if (refusedRoots.length > 0) return;
  expect(answer.data, operation.source).toEqual(whole.data);
  expect(placesOf(answer), operation.source).toEqual(placesOf(whole));
}

function runsNothingOfARefusedMutation({ answer, refusedRoots, passage }: Outcome): void {
  if (refusedRoots.length === 0) return;
  expect([...graph.asked]).toEqual([]);
  expect(answer.data).toBeNull();
  expect(placesOf(answer)).toEqual(refusedRoots);
  expect(passage.decision?.verdict).toBe('REFUSED');
}

function putsOnRecordWhatWasDecided({ answer, passage, refused }: Outcome): void {
  const { verdict, clause, grounds } = passage.decision ?? {};
  const { fields } = JSON.parse(grounds?.attributes ?? '{}') as { fields: readonly string[] };

  expect(Object.keys(grounds?.refused ?? {})).toEqual(fields.filter((field) => refused.has(field)));
  expect(clause === null).toBe(verdict === 'ALLOWED');
  if (verdict === 'ALLOWED') expect(answer.errors).toBeUndefined();
  if (verdict === 'REFUSED') expect([...graph.asked]).toEqual([]);
}

/** Takes an operation through the gateway's own stages, over the spied graph. */
async function run({ operation, context, table }: Case): Promise<Outcome> {
  const decide = underRegulation(graph.schema, regulationOf(table));
  const passage = passageOf(operation, context);
  await pass(
    [
      prepare(new Preparation(graph.schema)),
      authorise(graph.schema, new Decisions({ hash: '0'.repeat(64), decide }), 'embedded'),
      execute(graph.execute, 15_000),
      project(graph.schema),
      respond('embedded'),
    ],
    passage,
  );
  const refused = await refusedBy(decide, context, table);
  const asServed = await graph.whole(operation.source, operation.operationName, operation.variables, (coordinate) => {
    const refusal = refused.get(coordinate);
    if (refusal !== undefined) throw refusal;
  });
  const errors = asServed.errors?.map(({ originalError, path }) => (originalError instanceof Refusal ? asError(originalError, path) : {}));
  const whole = plain({ data: asServed.data, ...(errors === undefined ? {} : { errors }) }) as Answer;
  const isMutation = passage.operation?.definition.operation === 'mutation';
  const refusedRoots = isMutation ? placesOf({ errors: whole.errors?.filter(({ path }) => path?.length === 1) ?? [] }) : [];
  return { answer: plain(asSent(passage.answer)) as Answer, passage, refused, whole, refusedRoots };
}

/** What was written already is what leaves. */
const asSent = ({ written, data, errors }: Answer = {}): unknown => ({
  ...(written === undefined ? { data } : JSON.parse(written.toString())),
  errors,
});

async function refusedBy(decide: Decide, context: PolicyContext, table: Case['table']): Promise<ReadonlyMap<string, Refusal>> {
  const refused = new Map<string, Refusal>();
  for (const coordinate of [...coordinates(), 'Query.__schema', 'Query.__type']) {
    const sentence = table.get(coordinate);
    const [type = '', field = ''] = coordinate.split('.');
    const refusal = await decide(type, field, { ...context });
    const isRefused = context.caller === null || (sentence !== undefined && isRefusedAtGateway(sentence, context));
    expect([coordinate, refusal !== null]).toEqual([coordinate, isRefused]);
    if (refusal !== null) refused.set(coordinate, refusal);
  }
  return refused;
}

const passageOf = ({ source, operationName, variables }: RandomOperation, { caller, scopes }: PolicyContext): Passage => ({
  request: {
    method: 'POST',
    authorization: undefined,
    certificate: null,
    query: source,
    hash: null,
    operationName,
    variables,
    asksCost: false,
  },
  startedAt: new Date(),
  traceId: '-',
  record: '-',
  span: { traceId: '0'.repeat(32), set: () => undefined, refuse: () => undefined },
  documents: new Set(),
  caller,
  scopes,
  client: null,
  source,
  operation: undefined,
  variables: {},
  verdict: undefined,
  decision: undefined,
  cost: undefined,
  isOpen: false,
  answer: undefined,
  late: undefined,
});

/** Each error once: where, which code, which clause. */
const placesOf = ({ errors = [] }: Answer): readonly string[] =>
  errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions?.code} ${extensions?.clause}`).sort();

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function randomTable(tape: Tape): Case['table'] {
  const inTimes = 2 + tape.below(20);
  return new Map(coordinates().flatMap((coordinate) => (tape.once(inTimes) ? [[coordinate, randomSentence(tape, 2)]] : [])));
}

const everybody = aboutCaller('2.2', () => null);

function regulationOf(table: Case['table']): Regulation {
  const types: { [type: string]: { [field: string]: Rule } } = {};
  for (const coordinate of coordinates()) {
    const [type = '', field = ''] = coordinate.split('.');
    const sentence = table.get(coordinate);
    types[type] = { ...types[type], [field]: sentence === undefined ? everybody : ruleOf(sentence) };
  }
  return types;
}

const coordinates = (): readonly string[] =>
  Object.values(graph.schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__') ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
  );
