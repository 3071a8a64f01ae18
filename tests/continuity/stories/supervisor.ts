import { existsSync, mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { demoCast, draft, operatorOf, type ServiceName } from '@chancery/circuit';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { isAlive } from '../../../circuit/supervisor/lock.ts';
import { aLetter, anOpinion } from '../../kit/builders.ts';
import { runCommand, servicesOf } from '../../kit/commands.ts';
import { knock } from '../../kit/knock.ts';
import { lendAnew, lentCircuit } from '../../kit/lentCircuit.ts';
import { lentReceiver } from '../../kit/lentReceiver.ts';
import { type ProcessCircuit, startProcessCircuit, within } from '../../kit/processes.ts';
import { delivered } from '../../kit/walks.ts';

const names: readonly ServiceName[] = ['gateway', 'directory', 'exchange', 'catalogue', 'audit', 'justice', 'finance', 'health', 'hosted'];
const clerk = demoCast('JUS', 'CLERK');

/** What `npm start` keeps running, whatever dies. */
describe('the supervisor', () => {
  let circuit: ProcessCircuit;
  let document = '';
  let drafts = 0;
  beforeAll(async () => {
    circuit = await lentCircuit();
    document = await drafted();
  }, 150_000);

  it('says what runs where, each with a database of its own', () => {
    const { graphql, pid, services } = circuit.ready();
    expect(graphql).toMatch(/^http:.*\/graphql$/);
    expect(isAlive(pid)).toBe(true);
    expect(services.map(({ name }) => name)).toEqual(names);
    expect(services.map((service) => Object.keys(service).sort())).toEqual(names.map(() => ['database', 'name', 'pid', 'url']));
    expect(services.filter((service) => !isAlive(service.pid))).toEqual([]);
    for (const fact of ['pid', 'url', 'database'] as const) expect(new Set(services.map((service) => service[fact])).size).toBe(9);
  });

  it('lets only services of the circuit reach the others: each is there over TLS, and for nobody without a certificate', async () => {
    const { ca } = operatorOf(circuit.home).credentials.current;
    const others = circuit.ready().services.filter(({ name }) => name !== 'gateway');
    expect(others.map(({ url }) => new URL(url).protocol)).toEqual(others.map(() => 'https:'));
    for (const { name, url } of others) {
      await expect(fetch(`${url.replace('https:', 'http:')}/healthz`)).rejects.toThrow('fetch failed');
      await expect(knock({ url, service: name, material: { ca }, method: 'GET', path: '/healthz' })).rejects.toThrow(
        /certificate required/,
      );
    }
  });

  it('puts the services beside the gateway', () => {
    const ports = circuit.ready().services.map(({ url }) => Number(new URL(url).port));
    expect(ports).toEqual(names.map((_, index) => (ports[0] ?? 0) + index));
  });

  it('lets nobody start a second circuit on the same folder', async () => {
    const before = circuit.ready();
    const { code, stderr } = await runCommand('start', circuit.home);
    expect(code).toBe(1);
    expect(stderr).toContain(`pid ${before.pid}`);
    expect(circuit.ready()).toEqual(before);
    expect(await isReadable()).toBe(true);
  });

  it('starts a killed service again while the others serve', { timeout: 60_000 }, async () => {
    const before = circuit.ready();
    circuit.killService('finance');
    expect(await drafted()).toMatch(/^JUS:/);
    await circuit.revived('finance', before.services.find(({ name }) => name === 'finance')?.pid ?? 0);
    const others = (ready: typeof before) => ready.services.filter(({ name }) => name !== 'finance');
    expect(others(circuit.ready())).toEqual(others(before));
    await draft(desk(), 'FIN', 'PaymentOrder', { title: 'After the accident' });
  });

  it('goes on while its folder takes nothing, and tells the new process id once it does', { timeout: 90_000 }, async () => {
    const { pid, services } = circuit.ready();
    const killed = services.find(({ name }) => name === 'health')?.pid ?? 0;
    rmSync(circuit.home.ready);
    mkdirSync(circuit.home.ready);
    process.kill(killed, 'SIGKILL');
    await draft(desk(), 'MOH', 'EpidemicReport', { title: 'Without a word of it' });
    expect(isAlive(pid)).toBe(true);
    rmdirSync(circuit.home.ready);
    await within(10_000, () => existsSync(circuit.home.ready), 'ready.json was not written again');
    expect(circuit.pidOf('health')).not.toBe(killed);
    expect(services.filter((service) => !isAlive(service.pid)).map(({ name }) => name)).toEqual(['health']);
  });

  it('starts everything again that is killed in one moment', { timeout: 90_000 }, async () => {
    const before = circuit.ready();
    for (const name of names) circuit.killService(name);
    await Promise.all(before.services.map(({ name, pid }) => circuit.revived(name as ServiceName, pid)));
    await within(30_000, () => isReadable(), 'The document was not found again');
    await delivered(desk());
  });

  it('starts PostgreSQL again when it is killed; nothing is lost', { timeout: 90_000 }, async () => {
    // All have just been started again: who asks first may meet one that is still finding its way.
    const last = await vi.waitFor(drafted, { timeout: 20_000, interval: 500 });
    const killed = circuit.postgresPid();
    process.kill(killed, 'SIGKILL');
    await within(60_000, () => isReadable(last), 'The last document was not found again');
    expect(circuit.postgresPid()).not.toBe(killed);
    expect(await isReadable()).toBe(true);
    await delivered(desk());
  });

  it('is followed by its services and its PostgreSQL when it is killed itself; the next start finds everything', {
    timeout: 150_000,
  }, async () => {
    const { services } = circuit.ready();
    const postgres = circuit.postgresPid();
    await circuit.stop('SIGKILL');
    await within(20_000, () => services.every(({ pid }) => !isAlive(pid)), 'The services did not end');
    await within(20_000, () => !isAlive(postgres), 'PostgreSQL did not end');
    const starting = startProcessCircuit({ folder: circuit.home.folder });
    // What it left must not be taken for true meanwhile.
    const withdrawn = within(30_000, () => !existsSync(circuit.home.ready), 'ready.json was not removed');
    [circuit] = await Promise.all([starting, withdrawn]);
    lendAnew(circuit);
    expect(await isReadable()).toBe(true);
  });

  it('ends well when it is asked to, with everything that it started; the next start is ready when everything answers, and finds everything', {
    timeout: 150_000,
  }, async () => {
    const { services } = circuit.ready();
    const postgres = circuit.postgresPid();
    const last = await drafted();
    const askedAt = Date.now();
    expect(await circuit.stop()).toBe(0);
    // Who does not end in ten seconds is killed: nobody had to be.
    expect(Date.now() - askedAt).toBeLessThan(10_000);
    expect(existsSync(circuit.home.ready)).toBe(false);
    expect([...services.map(({ pid }) => pid), postgres].filter(isAlive)).toEqual([]);
    expect(servicesOf(circuit.home)).toEqual([]);
    circuit = await startProcessCircuit({ folder: circuit.home.folder });
    lendAnew(circuit);
    expect(await Promise.all(circuit.ready().services.map(isHealthy))).toEqual(names.map(() => true));
    expect([await isReadable(), await isReadable(last)]).toEqual([true, true]);
  });

  it('lets the others work while a service hangs, and ends all the same', { timeout: 90_000 }, async () => {
    circuit.killService('finance', 'SIGSTOP');
    const { services } = circuit.ready();
    expect(await draft(desk(), 'NAR', 'OfficialLetter', aLetter())).toMatch(/^NAR:/);
    const { errors } = await circuit.gateway.ask(
      'query Inbox { inbox(institution: "FIN") { totalCount } }',
      {},
      demoCast('FIN', 'REGISTRAR'),
    );
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['INSTITUTION_UNAVAILABLE']);
    expect(await circuit.stop()).toBe(0);
    expect(services.map(({ pid }) => pid).filter(isAlive)).toEqual([]);
  });

  describe('that has ended, started with --fresh', () => {
    it.each([['token', '--institution', 'JUS', '--duty', 'registrar'], ['rebuild']])(
      'meanwhile, npm run %s says that no circuit runs',
      async (name, ...words) => {
        const { code, stdout, stderr } = await runCommand(name, circuit.home, ...words);
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toContain('npm start');
      },
    );

    it('begins anew: what was there is gone, and the demonstration is told again', { timeout: 150_000 }, async () => {
      circuit = await startProcessCircuit({ folder: circuit.home.folder, words: ['--fresh'], environment: await traced() });
      lendAnew(circuit);
      const { errors } = await circuit.gateway.ask('query Gone($id: ID!) { document(id: $id) { title } }', { id: document }, clerk);
      expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['DOCUMENT_NOT_FOUND']);
      const own = 'query Own { documents(filter: { institution: ["JUS"] }, first: 100) { edges { node { title } } } }';
      const titles = async () => {
        const { data } = await circuit.gateway.ask<{ documents: { edges: readonly { node: { title: string } }[] } }>(own, {}, clerk);
        return data?.documents.edges.map(({ node }) => node.title) ?? [];
      };
      await expect.poll(titles, { timeout: 10_000 }).toContain('Ruling on access of heirs to land cadastre records');
      expect(await titles()).not.toContain('Kept');
    });
  });

  /** The next story is that of traces. */
  const traced = async () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: (await lentReceiver()).url });

  function desk() {
    drafts += 1;
    return { client: circuit.gateway, cast: demoCast, requests: `supervisor:${drafts}` };
  }

  async function isHealthy({ name, url }: { readonly name: string; readonly url: string }): Promise<boolean> {
    if (name === 'gateway') return (await fetch(`${url}/healthz`)).ok;
    const { current: material } = operatorOf(circuit.home).credentials;
    return (await knock({ url, service: name, material, method: 'GET', path: '/healthz' })).status === 200;
  }

  const drafted = (): Promise<string> => draft(desk(), 'JUS', 'LegalOpinion', anOpinion({ title: 'Kept' }));

  /** Whether a document's author finds it with its content; the first one that was drafted unless said. */
  async function isReadable(id = document): Promise<boolean> {
    const query = 'query Kept($id: ID!) { document(id: $id) { title content { ... on LegalOpinion { question } } } }';
    const { data } = await circuit.gateway.ask<{ document: unknown }>(query, { id }, clerk).catch(() => ({ data: null }));
    return JSON.stringify(data?.document) === JSON.stringify({ title: 'Kept', content: { question: anOpinion().question } });
  }
});
