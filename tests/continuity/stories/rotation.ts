import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  certificateFiles,
  type Desk,
  demoCast,
  dispatch,
  draft,
  keyFile,
  register,
  registerConsignment,
  settled,
  sign,
} from '@chancery/circuit';
import { beforeAll, expect, it } from 'vitest';
import { anOpinion } from '../../kit/builders.ts';
import { runCommand } from '../../kit/commands.ts';
import { lendAnew, lentCircuit } from '../../kit/lentCircuit.ts';
import { type ProcessCircuit, startProcessCircuit } from '../../kit/processes.ts';
import { rowsOf } from '../../kit/rows.ts';

/** Every key of the services can be changed while they serve. */
let circuit: ProcessCircuit;
beforeAll(async () => {
  circuit = await lentCircuit();
}, 150_000);

const question = 'query Asked { me { name } documents(first: 3) { edges { node { title institution { name } } } } }';
const read = (file: string): string => readFileSync(file, 'utf8');
const watched = ['gateway', 'justice', 'exchange'];
const logOf = (name: string): string => read(`${circuit.home.logs}/${name}.log`);
// That somebody else keeps the machine busy has nothing to do with keys.
const isComplaint = (line: string): boolean => /not taken|fault/.test(line) && !line.includes('(too slow)');
const answer = () => circuit.gateway.ask<{ documents: unknown }>(question, {}, demoCast('JUS', 'REGISTRAR'));
const issuerOf = (name: string): string => new X509Certificate(read(certificateFiles(circuit.home, name).cert)).issuer;

it('gets a new authority and new keys for mandates while callers ask, and no answer is missing', { timeout: 200_000 }, async () => {
  const before = { authority: issuerOf('justice'), key: read(keyFile(circuit.home, 'gateway')) };
  // While services start beside each other, one may not find another yet, and says so.
  const logged = watched.map((name) => ({ name, from: logOf(name).length }));
  const pids = circuit.ready().services.map(({ pid }) => pid);
  let running = true;
  let asked = 0;
  const failures: unknown[] = [];
  const ask = async (): Promise<void> => {
    while (running) {
      const { data, errors } = await answer().catch((error: unknown) => ({ data: null, errors: [String(error)] }));
      if (errors.length > 0 || !data?.documents) failures.push({ at: new Date().toISOString(), data, errors });
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  };
  const askers = Promise.all([ask(), ask()]);
  const rotations = await Promise.all([
    runCommand('rotate', circuit.home, 'authority'),
    runCommand('rotate', circuit.home, 'keys', 'gateway', 'exchange'),
  ]).finally(() => {
    running = false;
  });
  await askers;

  expect(rotations.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  expect(failures).toEqual([]);
  expect(asked).toBeGreaterThan(100);
  expect(issuerOf('justice')).not.toBe(before.authority);
  expect(read(circuit.home.trusted).match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
  expect(read(keyFile(circuit.home, 'gateway'))).not.toBe(before.key);
  expect(read(circuit.home.services)).not.toContain('otherKey');
  expect(circuit.ready().services.map(({ pid }) => pid)).toEqual(pids);
  const complaints = logged.flatMap(({ name, from }) => logOf(name).slice(from).split('\n').filter(isComplaint));
  expect(complaints).toEqual([]);
});

it('gets new seals, and new keys of officials, while letters go to and fro; each is delivered at the first attempt', {
  timeout: 200_000,
}, async () => {
  const url = (name: 'exchange' | 'directory' | 'justice') => circuit.databaseUrl(name);
  const failed = () => rowsOf(url('exchange'), "SELECT * FROM attempt WHERE outcome IS DISTINCT FROM 'DELIVERED' AND outcome IS NOT NULL");
  const before = (await failed()).length;
  let running = true;
  let sent = 0;
  const write = async (from: string, to: string): Promise<void> => {
    // However fast they are changed: some letters are written before, and some after.
    while (running || sent < 7) {
      sent += 1;
      const desk: Desk = { client: circuit.gateway, cast: demoCast, requests: `seals:${sent}` };
      const id = await draft(desk, from, 'LegalOpinion', anOpinion({ title: `Letter ${sent}` }));
      await sign(desk, from, id);
      await register(desk, from, id);
      const [consignment] = await dispatch(desk, from, id, [to]);
      if (!consignment) throw new Error('no consignment');
      expect(await settled(circuit.gateway, demoCast(to, 'REGISTRAR'), consignment.id)).toBe('DELIVERED');
      await registerConsignment(desk, consignment);
    }
  };
  const writers = Promise.all([write('JUS', 'FIN'), write('JUS', 'NAR'), write('JUS', 'MOH')]);
  const rotations = [
    await runCommand('rotate', circuit.home, 'seal'),
    await runCommand('rotate', circuit.home, 'official-keys', 'JUS'),
    await runCommand('rotate', circuit.home, 'seal', 'JUS', 'FIN', 'NAR'),
  ];
  running = false;
  await writers;

  expect(rotations.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
    [0, ''],
  ]);
  expect(rotations[0]?.stdout).toMatch(
    /^JUS: seals with [\w-]{43} since \S+Z; the earlier ones ended at \S+Z; officials’ keys endorsed anew: [1-9]/m,
  );
  expect(rotations[0]?.stdout).toContain('EXC: has no seal yet');
  expect(rotations[1]?.stdout).toMatch(/^JUS: new officials’ keys: [1-9]\d*\n$/);
  expect(rotations[2]?.stdout.trim().split('\n')).toHaveLength(3);
  expect((await failed()).length).toBe(before);
  const seals = await rowsOf<{ open: number; count: number }>(
    url('directory'),
    "SELECT count(*)::int AS count, count(*) FILTER (WHERE in_force_until IS NULL)::int AS open FROM seal WHERE institution = 'JUS'",
  );
  expect(seals).toEqual([{ count: 3, open: 1 }]);
});

it.each([
  [['seal', 'XYZ'], 1, 'There is no institution XYZ. There are: EXC, FIN, JUS, MOH, NAR, STA'],
  [['seal', '--revoked-since', 'yesterday'], 2, 'a moment that has been'],
  [['seal', '--now'], 2, '--now is for issuer-keys'],
  [['keys', '--revoked-since', '2026-01-01T00:00:00Z'], 2, '--revoked-since is for seal'],
  [['crown'], 2, 'What can be changed'],
])('says what is wrong: rotate %j', async (words, expected, said) => {
  const { code, stdout, stderr } = await runCommand('rotate', circuit.home, ...words);
  expect(stderr).toContain(said);
  expect([code, stdout]).toEqual([expected, '']);
});

it('gets a new secret of the embedded database while it is stopped, and not while it runs', { timeout: 200_000 }, async () => {
  const secret = () => readFileSync(join(circuit.home.postgres, 'secret'), 'hex');
  const before = secret();
  const refused = await runCommand('rotate', circuit.home, 'postgres');
  expect([refused.code, refused.stdout, secret()]).toEqual([1, '', before]);
  expect(refused.stderr).toContain('Stop it, run this, and start it again');
  expect(await circuit.stop()).toBe(0);
  const { code, stdout, stderr } = await runCommand('rotate', circuit.home, 'postgres');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/each of its 2\d roles a new password/);
  expect(secret()).not.toBe(before);
  circuit = await startProcessCircuit({ folder: circuit.home.folder });
  lendAnew(circuit);
  const { data, errors } = await circuit.gateway.ask<{ documents: { edges: unknown[] } }>(question, {}, demoCast('JUS', 'REGISTRAR'));
  expect([errors, data?.documents.edges.length]).toEqual([[], 3]);
});
