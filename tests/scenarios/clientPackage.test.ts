import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { delivered } from '../kit/walks.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const binary = (name: string): string => join(root, 'node_modules/.bin', name);
const run = promisify(execFile);

/** A front end's own folder, outside the repository, into which the client was packed as a registry would bring it. */
let desk = '';
let circuit: TestCircuit;
beforeAll(async () => {
  desk = mkdtempSync(join(tmpdir(), 'desk-'));
  circuit = await startTestCircuit();
  await run(process.execPath, [join(root, 'circuit/commands/client.ts'), join(desk, 'package')]);
  // As from a registry, and without one.
  await run('npm', ['pack', '--pack-destination', desk, '--loglevel=error'], { cwd: join(desk, 'package') });
  writeFileSync(join(desk, 'package.json'), '{ "name": "desk", "private": true, "type": "module" }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', './chancery-client-0.1.0.tgz'], { cwd: desk });
}, 180_000);
afterAll(async () => {
  await circuit?.close();
  rmSync(desk, { recursive: true, force: true });
});

/** The program that the README shows. */
function readmeExample(): string {
  const [, program] = /^## Ask from a program$[\s\S]*?^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  if (program === undefined) throw new Error('The README shows no program.');
  return program;
}

const ask = (token: string) =>
  run(process.execPath, ['inbox.ts'], { cwd: desk, env: { CHANCERY_URL: circuit.graphql, CHANCERY_TOKEN: token } });

test('the program of the README does what it says, with the client as it is packed', async () => {
  const { id } = await delivered(circuit.desk());
  const title = (
    await circuit.ask<{ document: { title: string } }>(
      'query ($id: ID!) { document(id: $id) { title } }',
      { id },
      { as: { institution: 'JUS', duty: 'CLERK' } },
    )
  ).data?.document.title;
  writeFileSync(join(desk, 'inbox.ts'), readmeExample());
  const told = await ask(await circuit.token({ institution: 'FIN', duty: 'REGISTRAR' }));
  const refused = await ask('none');

  expect(told).toEqual({ stdout: `DELIVERED Ministry of Justice ${title}\n`, stderr: '' });
  expect(refused.stdout).toBe('');
  expect(refused.stderr).toMatch(/^TOKEN_INVALID 2\.1 /);
});

test('the package is JavaScript with types, for a program of another repository, and needs no other', async () => {
  const types = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom', '--types', ''];
  const compile = (name: string) =>
    run(binary('tsc'), [...types, name], { cwd: desk }).then(
      () => 'compiles',
      ({ stdout }: { readonly stdout: string }) => stdout,
    );
  const program = (variables: string) =>
    `import { createClient, operations } from '@chancery/client';
     const { data } = await createClient({ url: '/graphql' }).run(operations.Inbox, ${variables});
     export const rows: readonly (string | undefined)[] | undefined = data.inbox?.edges.map(({ node }) => node?.copy?.title);`;
  writeFileSync(join(desk, 'right.ts'), program("{ institution: 'FIN' }"));
  writeFileSync(join(desk, 'wrong.ts'), program('{ institution: 1 }'));
  const written = JSON.parse(readFileSync(join(desk, 'node_modules/@chancery/client/package.json'), 'utf8'));

  expect(await compile('right.ts')).toBe('compiles');
  expect(await compile('wrong.ts')).toMatch(/wrong\.ts\(2,.*TS2322: Type 'number' is not assignable to type 'string'/);
  expect(written).toMatchObject({ name: '@chancery/client', type: 'module' });
  expect([written.dependencies, written.private]).toEqual([undefined, undefined]);
});

test.each([
  ['/proc/chancery/client', 'cannot be made (ENOENT)'],
  ['/dev/null/client', 'cannot be made (ENOTDIR)'],
  ['/dev/null', 'is a file'],
])('%s is no folder to write to, and is said to be none', { timeout: 20_000 }, async (folder, said) => {
  const refused = await run(process.execPath, [join(root, 'circuit/commands/client.ts'), folder]).catch((error: object) => error);

  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
});

test('a folder that holds something else is left alone', async () => {
  const refused = await run(process.execPath, [join(root, 'circuit/commands/client.ts'), desk]).catch((error: object) => error);

  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('holds something else') });
  expect(JSON.parse(readFileSync(join(desk, 'package.json'), 'utf8'))).toMatchObject({ name: 'desk' });
});
