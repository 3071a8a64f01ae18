import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { choosePorts, freePorts, PortTaken, takePort } from './ports.ts';

const machine = (taken: readonly number[], free: readonly number[]) => {
  const others = [...free];
  return async (port: number) => (port === 0 ? others.shift() : taken.includes(port) ? undefined : port);
};
const wish = (name: string, port: number, strict = false) => ({ name, port, strict });

test('gives everyone the port wished for when it is free', async () => {
  const ports = await choosePorts([wish('gateway', 4000), wish('audit', 4004)], machine([], []));
  expect([...ports]).toEqual([
    ['gateway', 4000],
    ['audit', 4004],
  ]);
});

test('gives another port for one that is taken, and not one that a later wish names', async () => {
  const ports = await choosePorts([wish('gateway', 4000), wish('audit', 4004)], machine([4000], [4004, 9001]));
  expect([...ports.values()]).toEqual([9001, 4004]);
});

test('gives a port once, though two wish for it', async () => {
  const ports = await choosePorts([wish('gateway', 4000), wish('audit', 4000)], machine([], [9001]));
  expect([...ports.values()]).toEqual([4000, 9001]);
});

test('refuses when the port that a person asked for is taken', async () => {
  await expect(choosePorts([wish('gateway', 4000, true)], machine([4000], [9001]))).rejects.toThrow(PortTaken);
});

test('sees that another program listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  expect(await takePort(typeof address === 'object' && address ? address.port : 0)).toBeUndefined();
  server.close();
});

test('finds free ports that are all different', async () => {
  expect(new Set(await freePorts(12)).size).toBe(12);
});
