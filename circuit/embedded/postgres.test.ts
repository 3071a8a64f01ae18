import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changePasswords } from './databases.ts';
import { createNextSecret, passwordOf, readSecret } from './passwords.ts';
import { type EmbeddedPostgres, openDatabases, renewSecret, startPostgres } from './postgres.ts';
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
  it('is owned by a role of its own, which is no superuser; the service only connects', async () => {
    const { owner, service } = await server.ensureDatabase('owned');

    await ask(owner, 'CREATE TABLE letter (id int)');

    expect(await ask(owner, 'SELECT current_user AS role, rolsuper AS super FROM pg_roles WHERE rolname = current_user')).toEqual([
      { role: 'owned_owner', super: false },
    ]);
    await expect(ask(service, 'SELECT 1 FROM letter')).rejects.toThrow('permission denied for table letter');
    await expect(ask(service, 'CREATE TABLE note (id int)')).rejects.toThrow('permission denied for schema public');
    await expect(ask(service, 'CREATE SCHEMA mine')).rejects.toThrow('permission denied for database');
    await expect(ask(service, 'CREATE TEMP TABLE note (id int)')).rejects.toThrow('permission denied');
  });

  it('has limits for its service where they are asked for, also later', async () => {
    const limited = { connections: 1, statementSeconds: 1 };
    await server.ensureDatabase('limited');
    const [doors] = await server.ensureDatabases(['limited'], limited);
    const service = doors?.service ?? '';
    await expect(ask(service, 'SELECT pg_sleep(5)')).rejects.toThrow('statement timeout');
    const holder = new pg.Client({ connectionString: service });
    await holder.connect();
    await expect(ask(service, 'SELECT 1')).rejects.toThrow('too many connections for role');
    await holder.end();
  });

  it('goes over to its owner where the service owned it before', async () => {
    const admin = server.adminUrl;
    await ask(admin, "CREATE ROLE earlier LOGIN PASSWORD 'x'");
    await ask(admin, 'CREATE DATABASE earlier OWNER earlier');
    const inside = new URL(admin);
    inside.pathname = '/earlier';
    await ask(inside.href, 'SET ROLE earlier; CREATE TABLE letter (id int); INSERT INTO letter VALUES (3)');

    const { owner } = await server.ensureDatabase('earlier');

    expect(await ask(owner, 'SELECT id, tableowner FROM letter, pg_tables WHERE tablename = $$letter$$')).toEqual([
      { id: 3, tableowner: 'earlier_owner' },
    ]);
  });

  it('has one URL, however often and by how many at once it is asked for', async () => {
    const doors = await Promise.all(Array.from({ length: 5 }, () => server.ensureDatabase('shared')));

    expect(new Set(doors.map(({ owner, service }) => owner + service)).size).toBe(1);
  });

  it('is closed to the role of another database', async () => {
    const [own, other] = await Promise.all([server.ensureDatabase('justice'), server.ensureDatabase('finance')]);
    for (const door of [own.owner, own.service]) {
      const trespass = new URL(door);
      for (const place of [new URL(other.owner).pathname, '/postgres', '/template1']) {
        trespass.pathname = place;
        await expect(ask(trespass.href, 'SELECT 1')).rejects.toThrow('permission denied for database');
      }
    }
  });

  it('is copied with what is in it, and dropped while it is used', async () => {
    const { owner: template } = await server.ensureDatabase('template_of_tests');
    await ask(template, 'CREATE TABLE letter (id int); INSERT INTO letter VALUES (7)');

    const { owner: copy } = await server.cloneDatabase('template_of_tests', 'copy_1');
    const user = new pg.Client({ connectionString: copy });
    user.on('error', () => {});
    await user.connect();

    expect((await user.query('SELECT id FROM letter')).rows).toEqual([{ id: 7 }]);
    await server.dropDatabases(['copy_1']);
    await expect(ask(copy, 'SELECT 1')).rejects.toThrow('does not exist');
    await server.dropDatabases(['copy_1']);
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
    const { owner: url } = await server.ensureDatabase('survivor');
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

describe('the secret', () => {
  const urlBy = (secret: Buffer) => `postgresql://postgres:${passwordOf(secret, 'postgres')}@127.0.0.1:${server.port}/postgres`;

  it('is not changed while the server runs', async () => {
    const before = readSecret(folder);
    await expect(renewSecret(folder)).rejects.toThrow('Stop the circuit first');
    expect(readSecret(folder)).toEqual(before);
    await expect(renewSecret(join(folder, 'nowhere'))).rejects.toThrow('There is no embedded PostgreSQL');
  });

  it('is another one afterwards, by which every role gets in; by the earlier one nobody does', async () => {
    const { owner, service } = await server.ensureDatabase('renewed');
    const before = readSecret(folder);
    await server.stop();
    expect(await renewSecret(folder)).toBeGreaterThan(3);
    expect(readSecret(folder)).not.toEqual(before);
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
    server = await start();
    for (const url of [owner, service, urlBy(before)]) {
      const earlier = new URL(url);
      earlier.port = String(server.port);
      await expect(ask(earlier.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    }
    const now = server.doorsOf('renewed');
    for (const url of [now.owner, now.service, server.adminUrl]) expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it.each(['before the roles had it', 'when the roles had it'])(
    'that was broken off %s is settled by the next start, or by the next try',
    async (when) => {
      const [before, next] = [readSecret(folder), createNextSecret(folder)];
      const isChanged = when === 'when the roles had it';
      if (isChanged) await changePasswords({ port: server.port, secret: before }, next);
      const again = await start();
      expect(again.reused).toBe(true);
      expect(readSecret(folder)).toEqual(isChanged ? next : before);
      expect(await ask(openDatabases(folder, again.port).adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await again.stop();
      await renewSecret(folder);
      server = await start();
      expect(await ask(server.adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(existsSync(join(folder, 'secret.next'))).toBe(false);
    },
  );
});
