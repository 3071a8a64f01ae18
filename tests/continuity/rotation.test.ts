import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { certificateFiles, demoCast, keyFile } from '@chancery/circuit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../kit/commands.ts';
import { type ProcessCircuit, startProcessCircuit } from '../kit/processes.ts';

/** Every key of the services can be changed while they serve. */
let circuit: ProcessCircuit;
beforeAll(async () => {
  circuit = await startProcessCircuit();
}, 150_000);
afterAll(() => circuit?.close(), 60_000);

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
      await new Promise((resolve) => setTimeout(resolve, 20));
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
