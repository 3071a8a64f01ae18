import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  castOf,
  type Desk,
  demoCast,
  dispatch,
  draft,
  GatewayClient,
  officialSeeds,
  officialsOf,
  parseNewcomer,
  readIssuerKey,
  register,
  registerConsignment,
  settled,
  sign,
  tokenSource,
} from '@chancery/circuit';
import { beforeAll, describe, expect, it } from 'vitest';
import { lendAnew, lentCircuit, lentCopy } from '../../kit/lentCircuit.ts';
import { environmentFor, type ProcessCircuit, startProcessCircuit, within } from '../../kit/processes.ts';
import type { RepositoryCopy } from '../../kit/repositoryCopy.ts';

const farms = parseNewcomer({ server: 'agriculture', code: 'AGR', name: 'Ministry of Agriculture', kind: 'FarmSubsidy', port: 4010 });
const woods = parseNewcomer({ server: 'environment', code: 'ENV', name: 'Ministry of Environment', kind: 'FellingPermit', port: 4011 });
const adding = (newcomer: typeof farms) => ['add', '--code', newcomer.code, '--name', newcomer.name, '--kind', newcomer.kind];
const cast = castOf([...officialSeeds, ...officialsOf(farms), ...officialsOf(woods)]);
const analyst = demoCast('EXC', 'ANALYST');

let code: RepositoryCopy;
let circuit: ProcessCircuit;
beforeAll(async () => {
  code = lentCopy();
  circuit = await lentCircuit(code);
}, 240_000);

/** Runs the command in the copy. */
function institution(...words: readonly string[]): {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<{ code: number | null; said: string }>;
} {
  const child = spawn(process.execPath, [join(code.folder, 'circuit/commands/institution.ts'), ...words], {
    cwd: code.folder,
    env: environmentFor(circuit.home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  return { child, said: () => said, ended: new Promise((resolve) => child.once('close', (exit) => resolve({ code: exit, said }))) };
}

/** Runs the command, and kills it as soon as it has said this. */
async function killedAt(word: string, ...words: readonly string[]): Promise<void> {
  const { child, said, ended } = institution(...words);
  await within(120_000, () => said().includes(word) || child.exitCode !== null, `It did not come to ${word}`);
  child.kill('SIGKILL');
  expect((await ended).code).toBeNull();
}

const read = (file: string): string => readFileSync(join(code.folder, file), 'utf8');
const servers = (): readonly string[] => circuit.ready().services.map(({ name }) => name);
const desk = (requests: string): Desk => ({ client: circuit.gateway, cast, requests });

const draftOf = ({ kind }: typeof farms, title: string): string =>
  `mutation { draft${kind}(input: { title: "${title}" }) { document { id } } }`;
const codeOf = ({ errors }: Awaited<ReturnType<GatewayClient['ask']>>): unknown => errors[0]?.extensions?.code;

/** Goes on asking until it is over; answers what was not answered whole. */
async function asking(until: AbortSignal): Promise<{ asked: number; failed: readonly unknown[] }> {
  const failed: unknown[] = [];
  let asked = 0;
  const query = '{ documents(first: 5) { edges { node { id title content { __typename } institution { name } } } } me { name } }';
  while (!until.aborted) {
    asked += 1;
    const answer = await circuit.gateway
      .ask(query, {}, demoCast('JUS', 'REGISTRAR'))
      .catch((error: unknown) => ({ status: String(error), errors: [] }));
    if (answer.status !== 200 || answer.errors.length > 0) failed.push(answer);
    await pause(100);
  }
  return { asked, failed };
}

describe('an institution that joins a circuit that runs', () => {
  it('takes part in the end, and no request of others fails meanwhile', async () => {
    const over = new AbortController();
    const clients = Array.from({ length: 4 }, () => asking(over.signal));
    const joined = await institution(...adding(farms)).ended;
    over.abort();
    const told = await Promise.all(clients);

    expect(joined).toMatchObject({ code: 0, said: expect.stringContaining('✓ draftFarmSubsidy') });
    expect(told.flatMap(({ failed }) => failed)).toEqual([]);
    expect(told.every(({ asked }) => asked > 20)).toBe(true);
    expect(servers().at(-1)).toBe('agriculture');
  }, 240_000);

  it('sends its first document, which is received', async () => {
    const sender = desk('newcomer:first');
    const id = await draft(sender, 'AGR', 'FarmSubsidy', { title: 'Seed for the spring', subject: 'Seed', body: 'Forty tonnes.' });
    await sign(sender, 'AGR', id);
    await register(sender, 'AGR', id);
    const [sent] = await dispatch(sender, 'AGR', id, ['FIN']);
    if (sent === undefined) throw new Error('Nothing was sent.');
    expect(await settled(circuit.gateway, cast('AGR', 'REGISTRAR'), sent.id)).toBe('DELIVERED');
    await registerConsignment(sender, sent);
    // The exchange follows the recipient.
    await within(20_000, async () => (await stateOf(sent.id)) === 'REGISTERED', 'The consignment is not registered');
  }, 120_000);

  it('receives a document, and registers it', async () => {
    const sender = desk('newcomer:second');
    const id = await draft(sender, 'JUS', 'LegalOpinion', { title: 'On seed', question: 'May it?', opinion: 'It may.' });
    await sign(sender, 'JUS', id);
    await register(sender, 'JUS', id);
    const [sent] = await dispatch(sender, 'JUS', id, ['AGR']);
    if (sent === undefined) throw new Error('Nothing was sent.');
    expect(await settled(circuit.gateway, cast('JUS', 'REGISTRAR'), sent.id)).toBe('DELIVERED');
    await registerConsignment(sender, sent);
    await within(20_000, async () => (await stateOf(sent.id)) === 'REGISTERED', 'The consignment is not registered');
  }, 120_000);

  it('has its inbox made into a file, in its own perimeter (§3.13)', async () => {
    const by = cast('AGR', 'REGISTRAR');
    const start = 'mutation { startPerimeterExport(input: { institution: "AGR", inbox: {}, format: CSV }) { export { id } } }';
    const { startPerimeterExport: begun } = await circuit.gateway.read<{ startPerimeterExport: { export: { id: string } } }>(start, {}, by);
    const query = 'query Of($id: ID!) { perimeterExport(id: $id) { status progress { rows } } }';
    const isMade = async () =>
      JSON.stringify((await circuit.gateway.ask(query, begun.export, by)).data).includes('"FINISHED","progress":{"rows":1}');
    await within(20_000, isMade, 'The export is not made');
    expect(begun.export.id).toMatch(/^AGR:export:/);
  }, 60_000);

  it('is followed by the catalogue and the audit trail', async () => {
    const lists = async (): Promise<boolean> => {
      const query = '{ documents(filter: { institution: ["AGR"] }) { edges { node { title kind auditEntries { act } } } } }';
      const { data } = await circuit.gateway.ask(query, {}, cast('AGR', 'AUDITOR'));
      return JSON.stringify(data).includes('"draftFarmSubsidy"');
    };
    await within(20_000, lists, 'The catalogue does not list it');
  }, 60_000);

  it('does not go once it has documents (§1.16)', async () => {
    const { code: exit, said } = await institution('remove', '--code', 'AGR').ended;
    expect({ exit, said }).toEqual({ exit: 1, said: expect.stringContaining('INSTITUTION_IN_USE (§1.16)') });
    expect(servers()).toContain('agriculture');
  }, 120_000);
});

describe('a joining that is broken off', () => {
  // Each change of the code before that: institutionCommand.test.ts.
  it('is gone on with when it is run again', async () => {
    await killedAt('✓ code', ...adding(woods));

    expect(await institution(...adding(woods)).ended).toMatchObject({ code: 0 });
    expect(servers()).toContain('environment');
  }, 240_000);

  it('is undone while it has no documents (§1.16), and leaves nothing', async () => {
    for (const title of ['', '', ''])
      expect(codeOf(await circuit.gateway.ask(draftOf(woods, title), {}, cast('ENV', 'CLERK')))).toBe('TITLE_REQUIRED');
    for (const moment of ['✓ directory', '✓ no documents']) await killedAt(moment, 'remove', '--code', 'ENV');
    expect(await institution('remove', '--code', 'ENV').ended).toEqual({ code: 0, said: expect.stringContaining('takes part no more') });

    expect(servers()).not.toContain('environment');
    expect(existsSync(join(code.folder, 'subgraphs/institutions/environment'))).toBe(false);
    for (const file of [
      'schema/supergraph.graphql',
      'schema/operations/manifest.json',
      'client/generated/types.ts',
      'package-lock.json',
      'docs/operations/network.md',
    ])
      expect(read(file)).not.toMatch(/FellingPermit|environment\b.*https|institutions\/environment/);
    for (const left of [join(circuit.home.keys, 'environment.json'), join(circuit.home.keys, 'environment-files.json')])
      expect(existsSync(left)).toBe(false);
    expect(readFileSync(circuit.home.services, 'utf8')).not.toContain('environment');
    const known = await circuit.gateway.ask('{ institution(code: "ENV") { name } }', {}, analyst);
    expect(known.errors[0]?.extensions?.code).toBe('INSTITUTION_UNKNOWN');
    const drafted = await circuit.gateway.ask('mutation { draftFellingPermit(input: { title: "A" }) { document { id } } }', {}, analyst);
    expect(drafted.errors[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  }, 120_000);

  it('comes back, and everybody follows it from its first event', async () => {
    await killedAt('✓ directory', ...adding(woods));
    expect(await institution(...adding(woods)).ended).toMatchObject({ code: 0 });

    const id = await draft(desk('newcomer:again'), 'ENV', 'FellingPermit', { title: 'Oaks', subject: 'Oaks', body: 'Three.' });
    const acts = 'query Acts($id: ID!) { document(id: $id) { auditEntries { act } } }';
    const isOnRecord = async () =>
      JSON.stringify(await circuit.gateway.ask(acts, { id }, cast('ENV', 'AUDITOR'))).includes('"draftFellingPermit"');
    await within(20_000, isOnRecord, 'The audit trail does not have it');
  }, 240_000);
});

describe('a circuit that is started again', () => {
  it('has who joined, whose system is its own too, and what it had', async () => {
    const folder = circuit.home.folder;
    await circuit.stop();
    circuit = await startProcessCircuit({ code: code.folder, folder });
    lendAnew(circuit);
    const issuer = readIssuerKey(circuit.home);
    if (issuer === undefined) throw new Error('The circuit has no issuer.');
    const gateway = new GatewayClient(circuit.ready().graphql, tokenSource(issuer));
    const { data, errors } = await gateway.ask('{ inbox(institution: "AGR") { edges { node { state } } } }', {}, cast('AGR', 'REGISTRAR'));

    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toContain('REGISTERED');
    expect(servers()).toEqual(expect.arrayContaining(['agriculture', 'justice']));
    // It was connected in the story before.
    expect(readFileSync(circuit.home.services, 'utf8')).toContain('"water"');
  }, 240_000);
});

it('a circuit that is stopped does not wait for one who is being taken in and does not come up', async () => {
  const sleepy = parseNewcomer({ server: 'sleepy', code: 'SLE', name: 'Ministry of Sleep', kind: 'SleepNote', port: 4012 });
  const folder = join(code.folder, 'subgraphs/institutions/sleepy');
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.ts'), "process.on('disconnect', () => process.exit());\nsetInterval(() => undefined, 1_000);\n");
  const { members, logs } = circuit.home;
  writeFileSync(`${members}.new`, JSON.stringify([...JSON.parse(readFileSync(members, 'utf8')), sleepy]));
  renameSync(`${members}.new`, members);
  await within(30_000, () => existsSync(join(logs, 'sleepy.log')), 'Nobody was taken in');

  const begunAt = performance.now();
  await circuit.stop();
  expect(performance.now() - begunAt).toBeLessThan(30_000);
}, 120_000);

async function stateOf(id: string): Promise<string | undefined> {
  const query = 'query State($id: ID!) { consignment(id: $id) { state } }';
  const { data } = await circuit.gateway.ask<{ consignment: { state: string } | null }>(query, { id }, cast('AGR', 'REGISTRAR'));
  return data?.consignment?.state;
}
