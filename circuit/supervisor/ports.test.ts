import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { choosePorts, freePorts, isFree, PortTaken } from './ports.ts';

const freeBut =
  (...taken: readonly number[]) =>
  (port: number) =>
    Promise.resolve(!taken.includes(port));
const wish = (name: string, port: number, strict = false) => ({ name, port, strict });

test('gives everyone the port wished for when it is free', async () => {
  const ports = await choosePorts([wish('gateway', 4000), wish('audit', 4004)], freeBut());
  expect([...ports]).toEqual([
    ['gateway', 4000],
    ['audit', 4004],
  ]);
});

test('gives another port for one that is taken, and not one that a later wish names', async () => {
  const ports = await choosePorts([wish('gateway', 4000), wish('audit', 4004)], freeBut(4000), [4004, 9001].values());
  expect([...ports.values()]).toEqual([9001, 4004]);
});

test('gives a port once, though two wish for it', async () => {
  const ports = await choosePorts([wish('gateway', 4000), wish('audit', 4000)], freeBut(), [9001].values());
  expect([...ports.values()]).toEqual([4000, 9001]);
});

test('refuses when the port that a person asked for is taken', async () => {
  await expect(choosePorts([wish('gateway', 4000, true)], freeBut(4000))).rejects.toThrow(PortTaken);
});

test('sees that another program listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  expect(await isFree(typeof address === 'object' && address ? address.port : 0)).toBe(false);
  server.close();
});

test('finds free ports that are all different', async () => {
  expect(new Set(await freePorts(12)).size).toBe(12);
});
