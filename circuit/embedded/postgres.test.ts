import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startPostgres } from './postgres.ts';
import { removeTemporary, temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const start = () => startPostgres({ folder, durable: false, settings: { max_connections: 40, shared_buffers: '16MB' } });
let server: EmbeddedPostgres;

beforeAll(async () => {
  server = await start();
}, 60_000);

afterAll(() => removeTemporary(folder));

async function ask<Row>(url: string, statement: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row & pg.QueryResultRow>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('a database', () => {
  it('is owned by a role of its own, which is no superuser', async () => {
    const url = await server.ensureDatabase('owned');

    await ask(url, 'CREATE TABLE letter (id int)');

    expect(await ask(url, 'SELECT current_user AS role, rolsuper AS super FROM pg_roles WHERE rolname = current_user')).toEqual([
      { role: 'owned', super: false },
    ]);
  });

  it('has one URL, however often and by how many at once it is asked for', async () => {
    const urls = await Promise.all(Array.from({ length: 5 }, () => server.ensureDatabase('shared')));

    expect(new Set(urls).size).toBe(1);
  });

  it('is closed to the role of another database', async () => {
    const [own, other] = await Promise.all([server.ensureDatabase('justice'), server.ensureDatabase('finance')]);
    const trespass = new URL(own);
    trespass.pathname = new URL(other).pathname;

    await expect(ask(trespass.href, 'SELECT 1')).rejects.toThrow('permission denied for database');
    trespass.pathname = '/postgres';
    await expect(ask(trespass.href, 'SELECT 1')).rejects.toThrow('permission denied for database');
  });

  it('is copied with what is in it, and dropped while it is used', async () => {
    const template = await server.ensureDatabase('template_of_tests');
    await ask(template, 'CREATE TABLE letter (id int); INSERT INTO letter VALUES (7)');

    const copy = await server.cloneDatabase('template_of_tests', 'copy_1');
    const user = new pg.Client({ connectionString: copy });
    user.on('error', () => {});
    await user.connect();

    expect((await user.query('SELECT id FROM letter')).rows).toEqual([{ id: 7 }]);
    await server.dropDatabase('copy_1');
    await expect(ask(copy, 'SELECT 1')).rejects.toThrow('does not exist');
    await server.dropDatabase('copy_1');
  });

  it('has a name that needs no quoting', async () => {
    await expect(server.ensureDatabase('a"; DROP DATABASE finance')).rejects.toThrow('named by lower-case letters');
  });
});

describe('the server', () => {
  it('is found running by a second start, and keeps its secret closed', async () => {
    const second = await start();

    expect([second.pid, second.port, second.reused]).toEqual([server.pid, server.port, true]);
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
  });

  it('is started once by several who start it at once', async () => {
    await server.stop();

    const servers = await Promise.all([start(), start(), start()]);

    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
    expect(servers.filter(({ reused }) => !reused)).toHaveLength(1);
    server = servers.find(({ reused }) => !reused) ?? server;
  });

  it('comes up on its port with what was committed after it was killed', async () => {
    const url = await server.ensureDatabase('survivor');
    await ask(url, 'CREATE TABLE act (id int); INSERT INTO act VALUES (1)');
    process.kill(server.pid, 'SIGKILL');

    const again = await start();

    expect([again.port, again.reused]).toEqual([server.port, false]);
    server = again;
    expect(await ask(url, 'SELECT id FROM act')).toEqual([{ id: 1 }]);
  });

  it('comes up where its old process id went to a stranger', async () => {
    process.kill(server.pid, 'SIGKILL');
    const file = join(folder, 'data/postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [String(process.pid), ...rest].join('\n'));

    server = await start();

    expect(server.reused).toBe(false);
  });
});
