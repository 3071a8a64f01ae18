import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { demoCast, type Ready } from '@chancery/circuit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProcessCircuit, startProcessCircuit, within } from '../kit/processes.ts';

let circuit: ProcessCircuit;
beforeAll(async () => {
  circuit = await startProcessCircuit();
}, 120_000);
afterAll(() => circuit?.close(), 60_000);

const names = ['gateway', 'directory', 'exchange', 'catalogue', 'audit', 'justice', 'finance', 'health', 'hosted'];
const start = fileURLToPath(new URL('../../circuit/commands/start.ts', import.meta.url));
const list = 'query Titles { documents(first: 50) { totalCount edges { node { id title } } } }';
const registrar = demoCast('JUS', 'REGISTRAR');
const titles = async () => {
  const { data } = await circuit.gateway.ask<{ documents: { totalCount: number } }>(list, {}, registrar);
  return data?.documents.totalCount ?? 0;
};
const pidOf = (ready: Ready, name: string) => ready.services.find((service) => service.name === name)?.pid ?? 0;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('says what runs where, each with a database of its own', () => {
  const { graphql, pid, services } = circuit.ready();
  expect(graphql).toMatch(/\/graphql$/);
  expect(isAlive(pid)).toBe(true);
  expect(services.map(({ name }) => name)).toEqual(names);
  expect(new Set(services.map((service) => service.pid)).size).toBe(9);
  expect(new Set(services.map(({ database }) => database)).size).toBe(9);
});

test('lets nobody start a second circuit on the same folder', () => {
  const second = spawnSync(process.execPath, [start], { env: { ...process.env, CHANCERY_HOME: circuit.home.folder }, encoding: 'utf8' });
  expect(second.status).toBe(1);
  expect(second.stderr).toContain(String(circuit.ready().pid));
  expect(existsSync(circuit.home.ready)).toBe(true);
});

test('starts a killed service again while the others serve', { timeout: 60_000 }, async () => {
  const killed = pidOf(circuit.ready(), 'finance');
  circuit.killService('finance');
  const { errors } = await circuit.gateway.ask('query Me { me { name } }', {}, registrar);
  expect(errors).toEqual([]);
  await circuit.revived('finance', killed);
  const inbox = 'query Inbox { inbox(institution: "FIN") { totalCount } }';
  await expect
    .poll(async () => (await circuit.gateway.ask(inbox, {}, demoCast('FIN', 'REGISTRAR'))).errors, { timeout: 10_000 })
    .toEqual([]);
});

test('leaves nothing running when it is killed itself, and finds everything again', { timeout: 120_000 }, async () => {
  await expect.poll(titles, { timeout: 10_000 }).toBeGreaterThan(3);
  const before = await titles();
  const { services } = circuit.ready();
  await circuit.stop('SIGKILL');
  await within(15_000, () => services.every(({ pid }) => !isAlive(pid)), 'The services did not end');
  circuit = await startProcessCircuit({ folder: circuit.home.folder });
  expect(await titles()).toBe(before);
});

test('ends well when it is asked to, with everything that it started', { timeout: 60_000 }, async () => {
  const { services } = circuit.ready();
  expect(await circuit.stop()).toBe(0);
  expect(existsSync(circuit.home.ready)).toBe(false);
  expect(services.filter(({ pid }) => isAlive(pid))).toEqual([]);
});
