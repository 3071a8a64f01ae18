import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { castOf, freePorts, officialsOf } from '@chancery/circuit';
import { authorityOf } from '@chancery/circuit/authority';
import { parseInstitutionCode } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, runIn } from '../../kit/commands.ts';
import { lentCircuit, lentCopy } from '../../kit/lentCircuit.ts';
import { type ProcessCircuit, within } from '../../kit/processes.ts';
import type { RepositoryCopy } from '../../kit/repositoryCopy.ts';

/** An institution with a system of its own is connected to a circuit that runs, given new certificates and keys, and taken out again. */
let code: RepositoryCopy;
let circuit: ProcessCircuit;
let port = 0;
let server: ChildProcess | undefined;
beforeAll(async () => {
  code = lentCopy();
  circuit = await lentCircuit(code);
  [port = 0] = await freePorts(1);
}, 240_000);
afterAll(() => void server?.kill('SIGTERM'));

const agency = { code: parseInstitutionCode('WAT'), name: 'Water Agency' };
const clerk = castOf(officialsOf(agency))('WAT', 'CLERK');
const into = (): string => join(code.folder, '.chancery/water');
const example = (file: string): string => join(code.folder, 'docs/operations/connect', file);
const read = (file: string): string => readFileSync(join(code.folder, file), 'utf8');
const run = (command: string, ...words: readonly string[]): Promise<Ended> => runIn(code.folder, command, circuit.home, words);
const institution = (...words: readonly string[]): Promise<Ended> => run('institution', ...words);
const connect = (): Promise<Ended> => {
  const named = ['--code', 'WAT', '--name', 'Water Agency', '--server', 'water', '--url', `https://127.0.0.1:${port}`];
  return institution('connect', ...named, '--sdl', example('schema.graphql'), '--into', into());
};
const entry = (): { readonly otherKey?: object } | undefined =>
  JSON.parse(readFileSync(circuit.home.services, 'utf8')).find(({ name }: { readonly name: string }) => name === 'water');
const standing = async () => {
  const { code: exit, stdout } = await institution('list', '--json');
  const all: readonly { readonly server: string; readonly wrong: string | null }[] = JSON.parse(stdout);
  return { exit, wrong: all.find((each) => each.server === 'water')?.wrong };
};

/** Starts its server, which writes its first document. */
async function startServer(): Promise<string> {
  const official = { id: 'WAT:signatory', name: 'Signatory' };
  writeFileSync(join(into(), 'settings.json'), JSON.stringify({ institution: 'WAT', port, official }));
  server?.kill('SIGTERM');
  const started = spawn(process.execPath, [example('server.mjs'), into()], { stdio: ['ignore', 'pipe', 'inherit'] });
  server = started;
  let said = '';
  started.stdout.on('data', (text) => (said += String(text)));
  await within(60_000, () => said.includes('document WAT:'), 'It has written nothing');
  return /document (\S+)/.exec(said)?.[1] ?? '';
}

/** Puts a certificate of the circuit's authority into its folder that ends then. */
async function give(endsInDays: number): Promise<void> {
  const { key, certificate } = circuit.home.authority;
  const authority = await authorityOf(readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
  const at = (days: number) => new Date(Date.now() + days * 86_400_000);
  const issued = await authority.issue({ name: 'water', notBefore: at(endsInDays - 30), notAfter: at(endsInDays) });
  writeFileSync(join(into(), 'server.key'), issued.key);
  writeFileSync(join(into(), 'server.crt'), issued.cert);
}

describe('before it has documents', () => {
  it('goes again, and leaves nothing (§1.16)', async () => {
    const before = ['schema/supergraph.graphql', 'client/generated/types.ts', 'package-lock.json'].map(read);
    expect(await connect()).toMatchObject({ code: 0 });
    expect(read('schema/supergraph.graphql')).toContain('WaterPermit');

    expect(await institution('remove', '--code', 'WAT')).toMatchObject({ code: 0 });
    expect(['schema/supergraph.graphql', 'client/generated/types.ts', 'package-lock.json'].map(read)).toEqual(before);
    expect([entry(), existsSync(join(code.folder, 'subgraphs/institutions/water'))]).toEqual([undefined, false]);
    expect(existsSync(join(circuit.home.certificates, 'water.key'))).toBe(false);
    expect(await institution('remove', '--code', 'WAT')).toMatchObject({ code: 2, stderr: expect.stringContaining('INSTITUTION_UNKNOWN') });
  }, 120_000);

  it('is connected again, and answers', async () => {
    expect(await connect()).toMatchObject({ code: 0 });
    const id = await startServer();
    const query = 'query Read($id: ID!) { document(id: $id) { title content { ... on WaterPermit { source } } } }';
    const { data } = await circuit.gateway.ask(query, { id }, clerk);

    expect(data).toEqual({ document: { title: 'Leave to take water from the Desna', content: { source: 'Desna' } } });
    expect(await standing()).toEqual({ exit: 0, wrong: null });
  }, 180_000);

  it.each([
    ['its code', ['--code', 'WAT', '--name', 'Water Office', '--kind', 'WaterNote']],
    ['its name', ['--code', 'WOF', '--name', 'Water Agency', '--kind', 'WaterNote']],
    ['its server', ['--code', 'WOF', '--name', 'Water Office', '--kind', 'WaterNote', '--server', 'water']],
    ['its kind', ['--code', 'WOF', '--name', 'Water Office', '--kind', 'WaterPermit']],
  ])(
    'lets nobody else have %s',
    async (_, words) => {
      expect(await institution('add', ...words)).toMatchObject({ code: 2, stderr: expect.stringContaining('already') });
    },
    60_000,
  );
});

describe('its certificate', () => {
  it('is seen before it ends: by whoever lists, and in the log of whoever asks it', async () => {
    await give(2);
    await within(20_000, async () => (await standing()).wrong !== null, 'It shows the one before');

    expect(await standing()).toEqual({ exit: 1, wrong: 'its certificate ends soon' });
    server?.kill('SIGTERM');
    await startServer();
    const log = () => readFileSync(join(circuit.home.logs, 'catalogue.log'), 'utf8');
    await within(20_000, () => /"level":"error","fault":"the certificate that water shows ends at/.test(log()), 'Nobody says so');
  }, 120_000);

  it('is not believed once it has ended, and is renewed where it is taken from, without anything else', async () => {
    await give(-1);
    await within(20_000, async () => (await standing()).wrong === 'its certificate has ended', 'It shows the one before');
    const identity = readFileSync(join(into(), 'identity.json'), 'utf8');

    expect(await institution('renew', '--code', 'WAT')).toMatchObject({ code: 0 });
    await within(20_000, async () => (await standing()).wrong === null, 'It does not show the new one');
    expect(readFileSync(join(into(), 'identity.json'), 'utf8')).toBe(identity);
  }, 120_000);
});

describe('its key', () => {
  it('is not changed with those of the others: it holds it itself', async () => {
    expect(await run('rotate', 'keys', 'water')).toMatchObject({ code: 2, stderr: expect.stringContaining('renew --code WAT --key') });
  }, 60_000);

  it('is believed beside the new one until that is said to be over', async () => {
    expect(await institution('renew', '--code', 'WAT', '--key')).toMatchObject({ code: 0 });
    expect(entry()?.otherKey).toBeDefined();
    await startServer();

    expect(await institution('renew', '--code', 'WAT', '--end-old-key')).toMatchObject({ code: 0 });
    expect(entry()?.otherKey).toBeUndefined();
  }, 120_000);
});

describe('with documents', () => {
  it('it stays (§1.16)', async () => {
    expect(await institution('remove', '--code', 'WAT')).toMatchObject({ code: 1, stderr: expect.stringContaining('INSTITUTION_IN_USE') });
    expect(entry()).toBeDefined();
  }, 60_000);
});
