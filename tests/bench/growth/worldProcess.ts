import { type InstitutionCode, parseInstitutionCode } from '@chancery/domain';
import { compose } from '@chancery/supergraph';
import { parse, validate } from 'graphql';
import { bodyOf, type Compiled, createEngine, type Engine, readAnswer } from '../../../supergraph/engine/index.ts';
import { kindsInside } from '../../../supergraph/gateway/sources/kindsSource.ts';
import { readRoutes } from '../../../supergraph/gateway/sources/routes.ts';
import { planned } from '../../../supergraph/gateway/supergraphExecutor.ts';
import { heldMemory } from '../../fuzz/memory.ts';
import { orderOf, tellReady } from '../childProcess.ts';
import { PlainWire } from '../gateway/plainWire.ts';
import { different, drafting, fiveDeep, type House, houses, listOver, membersOf } from './world.ts';

// Our engine over a world of so many institutions: what it costs to compose, to plan, and to answer.

/** What composing and planning cost, in processor time. */
export interface Made {
  readonly composeMs: number;
  readonly loadMs: number;
  /** The first operation of all, with what the planner makes once. */
  readonly firstPlanMs: number;
  /** Documents in documents, five deep, over so many kinds as are asked for; once some are planned, the worst of five. */
  readonly deepPlanMs: number;
  /** A command, and what others add to the document that it answers with; the worst of five. */
  readonly commandPlanMs: number;
}

/** What many different operations cost that are kept. */
export interface Kept {
  readonly operations: number;
  /** The memory of all of them, programs and all. */
  readonly heldMb: number;
  readonly planP50Ms: number;
  readonly planP99Ms: number;
}

/** What answers cost that touch so many institutions. */
export interface Answered {
  /** By the clock, planned and all. */
  readonly firstMs: number;
  /** Processor time. */
  readonly laterUs: number;
  /** How many answers that were. */
  readonly answers: number;
}

const PLANNED_KINDS = 3;
const PLANNED = 5;
/** As a gateway plans its published operations before anybody asks for them. */
const WARMED = 30;
const WARM = 300;
const MEASURED = 400;
const CLIENTS = 8;

const { howMany, stubsUrl } = await orderOf<{ readonly howMany: number; readonly stubsUrl: string }>();
const all = houses(howMany);
const servers = new Map(all.map(({ code, server }) => [code, server]));
const wire = new PlainWire(stubsUrl);
const { value: supergraphSdl, ms: composeMs } = timed(() => planned(compose(membersOf(all)).supergraphSdl));
const { value: engine, ms: loadMs } = timed(load);
const { ms: firstPlanMs } = timed(() => compiled(listOver(all.slice(0, 1)).query));
for (const query of different(WARMED, all)) compiled(query);
const deepPlanMs = worstOf((at) => fiveDeep(all.slice(0, PLANNED_KINDS), `Deep${at}`));
const commandPlanMs = worstOf((at) => drafting(houseAt(at), `Draft${at}`));

tellReady<{ readonly touched: number } | { readonly different: number }>(
  { composeMs, loadMs, firstPlanMs, deepPlanMs, commandPlanMs } satisfies Made,
  () => 0,
  (question) => ('touched' in question ? answersOver(question) : kept(question.different)),
);

async function kept(howMany: number): Promise<Kept> {
  const before = await heldMemory();
  const made = different(howMany, all).map((query) => timed(() => compiled(query)));
  const times = made.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  const heldMb = (await heldMemory()) - before;
  return { operations: made.length, heldMb, planP50Ms: at(0.5), planP99Ms: at(0.99) };
}

async function answersOver({ touched }: { readonly touched: number }): Promise<Answered> {
  const { query, variables } = listOver(all.slice(0, touched));
  const began = performance.now();
  const operation = compiled(query);
  await run(operation, variables);
  const firstMs = performance.now() - began;
  await many(operation, variables, WARM);
  const before = process.cpuUsage();
  await many(operation, variables, MEASURED);
  const { user, system } = process.cpuUsage(before);
  return { firstMs, laterUs: (user + system) / MEASURED, answers: 1 + WARM + MEASURED };
}

async function many(operation: Compiled<null>, variables: object, times: number): Promise<void> {
  let left = times;
  const client = async () => {
    while (left-- > 0) await run(operation, variables);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function run(operation: Compiled<null>, variables: object): Promise<void> {
  const { written, errors } = await operation.run({ ...variables }, null);
  const [error] = errors;
  if (written === null || error !== undefined) throw new Error(`A world of ${howMany} answers wrongly: ${JSON.stringify(error)}`);
}

function load(): Engine<null> {
  const routes = readRoutes(supergraphSdl);
  const institutions = { ofRoot: (_field: string, _argument: string, value: unknown) => answererOf(value), ofEntity: answererOf };
  return createEngine<null>({
    supergraphSdl,
    placeOf: (subgraph) => {
      if (subgraph === 'perimeter') return { kind: 'perimeters', routes, institutions };
      if (subgraph === 'kinds') return kindsInside(supergraphSdl);
      return { kind: 'server', server: subgraph, institution: false };
    },
    wire: { send: async (server, call) => readAnswer(server, await wire.post(`/${server}`, bodyOf(call))) },
    missing: (error, path) => ({ message: String(error), path }),
  });
}

function answererOf(id: unknown): { readonly institution: InstitutionCode; readonly server: string } {
  const institution = parseInstitutionCode(String(id).split(':')[0]);
  return { institution, server: servers.get(institution) ?? '' };
}

function compiled(query: string): Compiled<null> {
  const document = parse(query);
  const [error] = validate(engine.schema, document);
  if (error !== undefined) throw error;
  return engine.compile({ document });
}

/** Several operations of one kind, each a new one: what the worst of them costs to plan. */
function worstOf(operation: (at: number) => string): number {
  return Math.max(...Array.from({ length: PLANNED }, (_, at) => timed(() => compiled(operation(at))).ms));
}

function houseAt(at: number): House {
  const house = all[at % all.length];
  if (house === undefined) throw new Error('There are no houses.');
  return house;
}

/** Processor time, collecting garbage included: by the clock a busy machine would be measured. */
function timed<Value>(make: () => Value): { readonly value: Value; readonly ms: number } {
  const before = process.cpuUsage();
  const value = make();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1_000 };
}
