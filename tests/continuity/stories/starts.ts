import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { demoCast, freePorts, homeOf } from '@chancery/circuit';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../../../circuit/supervisor/lock.ts';
import { descendantsOf, runCommand, servicesOf, startCommand } from '../../kit/commands.ts';
import { lendAnew } from '../../kit/lentCircuit.ts';
import { environmentFor, type ProcessCircuit, startProcessCircuit } from '../../kit/processes.ts';

/** How a circuit is started, what its commands say when they cannot, and that it is told on. */
const home = homeOf(mkdtempSync(join(tmpdir(), 'chancery-home-')));
let circuit: ProcessCircuit | undefined;
const running = (): ProcessCircuit => {
  if (!circuit) throw new Error('No circuit runs.');
  return circuit;
};
const clerk = demoCast('JUS', 'CLERK');
// Once it runs, whoever has it last stops it, and removes its folder.
afterAll(() => circuit ?? rmSync(home.folder, { recursive: true, force: true }));

describe('npm start', () => {
  let stranger: Server;
  let port = 0;
  beforeAll(async () => {
    [port = 0] = await freePorts(1);
    stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
  });
  afterAll(() => void stranger.close());

  it('says that the port is taken that it was asked for, and touches nothing', async () => {
    const { code, stderr } = await runCommand('start', home, '--port', String(port));
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`Port ${port} is taken`)]);
    expect(existsSync(home.ready) || existsSync(home.postgres)).toBe(false);
  });

  it.each([
    [['--port', 'four'], 'from 1 to 65535'],
    [['--port', '70000'], 'from 1 to 65535'],
    [['--frsh'], '--frsh'],
  ])('does not start when it is asked wrongly: %j', async (words, said) => {
    const { code, stderr } = await runCommand('start', home, ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  it.each([150, 700, 2_000, 4_000])('can be stopped while it starts: after %d ms', { timeout: 90_000 }, async (delayMs) => {
    const [other] = await freePorts(9);
    // With no compiled code, so that there is more to stop.
    const environment = { ...environmentFor(home), NODE_COMPILE_CACHE: home.cache };
    const starting = startCommand('start', home, ['--port', String(other)], environment);
    await pause(delayMs);
    const started = descendantsOf(starting.pid);
    starting.kill('SIGINT');
    const { code } = await starting.end;
    // Before it has said how it wants to end, a process ends as the system sees fit.
    expect([0, null]).toContain(code);
    expect([...started, ...servicesOf(home)].filter(isAlive)).toEqual([]);
    expect(existsSync(home.ready)).toBe(false);
    expect(existsSync(join(home.postgres, 'data/postmaster.pid'))).toBe(false);
  });

  it('starts on what such a start has left', { timeout: 150_000 }, async () => {
    circuit = await startProcessCircuit({ folder: home.folder });
    lendAnew(circuit);
    const { data } = await circuit.gateway.ask('query Me { me { name } }', {}, clerk);
    expect(data).toEqual({ me: { name: 'Nadiia Kovalenko' } });
  });
});

describe('npm run -s token', () => {
  const token = (...words: readonly string[]) => runCommand('token', home, ...words);

  it('prints nothing but a token, with which the gateway knows the official', async () => {
    const { code, stdout, stderr } = await token('--institution', 'JUS', '--duty', 'registrar');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(JSON.parse(Buffer.from(stdout.split('.')[0] ?? '', 'base64url').toString())).toHaveProperty('kid');
    const answer = await fetch(running().ready().graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stdout.trim()}` },
      body: '{"query":"query Me { me { name } }"}',
    });
    expect(await answer.json()).toEqual({ data: { me: { name: 'Oksana Petrenko' } } });
  });

  it.each([
    [['--institution', 'XYZ', '--duty', 'registrar'], 1, 'There is no institution XYZ. There are: EXC, FIN, JUS, MOH, NAR, STA'],
    [['--institution', 'JUS', '--duty', 'king'], 1, 'There is no duty king. There are: clerk, registrar'],
    [['--institution', 'JUS', '--duty', 'operator'], 1, 'Nobody holds the duty of OPERATOR in JUS'],
    [['--institution', 'JUS', '--duty', 'clerk', '--official', 'JUS:o.petrenko'], 1, 'JUS:o.petrenko does not hold the duty of CLERK'],
    [['--institution', 'j', '--duty', 'clerk'], 1, 'institution code'],
    [['--institution', 'JUS'], 2, '--duty'],
    [['--institution', 'JUS', '--duty', 'clerk', '--hours', '0'], 2, 'hours'],
  ])('says what is wrong: %j', async (words, expected, said) => {
    const { code, stdout, stderr } = await token(...words);
    expect(stderr).toContain(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([expected, '']);
  });
});

describe('npm run admit', () => {
  const officer = (name: string) => ({ id: `LIB:${name}`, name: `Officer ${name}` });
  const library = { code: 'LIB', name: 'National Library', sector: 'culture', securityOfficers: [officer('a.first'), officer('b.second')] };
  const admit = (joining: unknown) => {
    const file = join(home.folder, 'joining.json');
    writeFileSync(file, JSON.stringify(joining));
    return runCommand('admit', home, file);
  };

  it('enters an institution with its security officers, who admit its officials at once', async () => {
    expect(await admit([library])).toEqual({
      code: 0,
      stdout: 'LIB is entered, with its security officers LIB:a.first, LIB:b.second\n',
      stderr: '',
    });
    const by = { official: parseOfficialId('LIB:a.first'), institution: parseInstitutionCode('LIB') };
    const admission = 'mutation Admit($input: AdmitOfficialInput!) { admitOfficial(input: $input) { official { id } } }';
    const ask = () => running().gateway.ask(admission, { input: { official: 'LIB:c.clerk', name: 'A Clerk', requestId: 'joining' } }, by);
    await expect.poll(async () => (await ask()).errors, { timeout: 5_000 }).toEqual([]);
  });

  it.each([
    [[library], "An institution's officials are admitted by its security officers. It is so in LIB."],
    [[{ ...library, code: 'ARC' }], 'ARC joins with two security officers at least'],
    [[{ ...library, server: 'nowhere' }], 'LIB: there is no server nowhere. There are: justice, finance, health, hosted'],
    [{}, 'does not hold an array of institutions'],
  ])('says what is wrong: %j', async (joining, said) => {
    const { code, stdout, stderr } = await admit(joining);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(said);
  });
});
