import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres, stopPostgres } from '../embedded/index.ts';
import { runningServer } from '../embedded/serverProcess.ts';
import { databaseVariable, services } from '../services.ts';
import { type Home, homeOf } from './home.ts';
import { isAlive, takeLock } from './lock.ts';

const supervisor = `
  import { DatabaseServer } from ${JSON.stringify(new URL('./databaseServer.ts', import.meta.url).href)};
  import { homeOf } from ${JSON.stringify(new URL('./home.ts', import.meta.url).href)};
  const server = new DatabaseServer(homeOf(process.argv[1]), JSON.parse(process.argv[2]));
  await server.start();
  process.send('started');
  process.once('message', () => server.stop().then(() => process.disconnect()));
`;

// One database is enough: the others are elsewhere.
const environment = Object.fromEntries(
  services.map(({ name }) => [databaseVariable(name), name === 'audit' ? '' : 'postgresql://elsewhere/it']),
);
const elsewhere = { ...environment, CHANCERY_OIDC_ISSUER: 'https://id.example' };

describe('the embedded PostgreSQL of a supervisor', () => {
  let home: Home;
  let child: ChildProcess;
  let postgres = 0;
  beforeAll(async () => {
    home = homeOf(mkdtempSync(join(tmpdir(), 'chancery-home-')));
    await (await startPostgres({ folder: home.postgres, durable: false })).stop();
  }, 60_000);
  beforeEach(async () => {
    const words = ['--input-type=module', '-e', supervisor, home.folder, JSON.stringify(elsewhere)];
    child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await once(child, 'message');
    postgres = runningServer(join(home.postgres, 'data'))?.pid ?? 0;
    expect(isAlive(postgres)).toBe(true);
  }, 60_000);
  afterEach(async () => {
    child.kill('SIGKILL');
    await stopPostgres(home.postgres);
  }, 60_000);
  afterAll(() => rmSync(home.folder, { recursive: true, force: true }));

  it('ends soon after a supervisor that was killed', { timeout: 60_000 }, async () => {
    child.kill('SIGKILL');
    expect(await endsWithin(15_000)).toBe(true);
  });

  it('goes on for the supervisor that has taken the folder meanwhile', { timeout: 60_000 }, async () => {
    const release = takeLock(home);
    child.kill('SIGKILL');
    expect(await endsWithin(4_000)).toBe(false);
    release();
  });

  it('comes back where the services look for it, though another program had its port for a while', { timeout: 60_000 }, async () => {
    const port = runningServer(join(home.postgres, 'data'))?.port ?? 0;
    process.kill(postgres, 'SIGKILL');
    const other = await listening(port);
    await pause(4_000);
    other.close();
    const answers = () => runningServer(join(home.postgres, 'data'))?.port;
    await expect.poll(answers, { timeout: 20_000, interval: 200 }).toBe(port);
  });

  it('ends with a supervisor that stops', { timeout: 60_000 }, async () => {
    child.send('stop');
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(isAlive(postgres)).toBe(false);
  });

  /** Takes a port as soon as it is free. */
  async function listening(port: number): Promise<Server> {
    for (;;) {
      const server = createServer();
      const taken = await new Promise((resolve) =>
        server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)),
      );
      if (taken === true) return server;
    }
  }

  async function endsWithin(ms: number): Promise<boolean> {
    for (const end = Date.now() + ms; Date.now() < end && isAlive(postgres); ) await pause(100);
    return !isAlive(postgres);
  }
});
