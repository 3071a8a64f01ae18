import { GatewayClient, type Speaker, tokenSource } from '@chancery/circuit';
import { type Duty, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { ServiceRegistry } from '@chancery/trust';
import { afterAll, beforeAll, describe, type ExpectStatic, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { lineTo } from '../kit/line.ts';
import { signed } from '../kit/walks.ts';

/** §2.3 How long a right may outlive what it came from, on any gateway, in milliseconds. */
const patienceMs = 5_000;

let circuit: TestCircuit;
let gateways: readonly GatewayClient[];
let documentId: string;
beforeAll(async () => {
  circuit = await startTestCircuit();
  const another = await circuit.services.anotherGateway();
  gateways = [circuit.gateway, new GatewayClient(`${another.url}/graphql`, tokenSource(circuit.issuer))];
  documentId = (await signed(circuit.desk())).id;
});
afterAll(() => circuit?.close());

const speaker = (official: string, institution = official.slice(0, 3)): Speaker => ({
  official: parseOfficialId(official),
  institution: parseInstitutionCode(institution),
});
const officer = speaker('JUS:r.hnatiuk');

/** One gateway carries it out; the other hears of it from the directory alone. */
async function done<Payload>(by: Speaker, name: string, input: object, selection = '__typename'): Promise<Payload> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await circuit.gateway.read<Record<string, Payload>>(
    `mutation Do($input: ${type}!) { ${name}(input: $input) { ${selection} } }`,
    { input },
    by,
  );
  return data[name] as Payload;
}

const reading = 'query Reading($id: ID!) { document(id: $id) { title } }';

/** What each gateway answers to somebody who reads: the title, or the code of the refusal. */
const read = (by: Speaker): Promise<readonly string[]> =>
  Promise.all(
    gateways.map(async (gateway) => {
      const { data, errors } = await gateway.ask<{ document: { title: string } | null }>(reading, { id: documentId }, by);
      return errors[0]?.extensions?.code ?? (data?.document ? 'read' : 'nothing');
    }),
  );

const everywhere = (answer: string): readonly string[] => gateways.map(() => answer);
const granted = async (official: string, duty: Duty): Promise<void> => void (await done(officer, 'grantDuty', { official, duty }));

/** Somebody reads without a pause while `end` takes place; answers how long after it the last gateway let him. */
async function lastReadAfter(expect: ExpectStatic, by: Speaker, end: () => Promise<unknown>, refusal: string): Promise<number> {
  await expect.poll(() => read(by), { timeout: patienceMs }).toEqual(everywhere('read'));
  let ended = Number.POSITIVE_INFINITY;
  const ending = end().then(() => {
    ended = performance.now();
  });
  let last = Number.NEGATIVE_INFINITY;
  for (const give = performance.now() + 15_000; performance.now() < give; ) {
    const answers = await read(by);
    const now = performance.now();
    if (answers.includes('read')) last = now;
    else expect(answers).toEqual(everywhere(refusal));
    // It does not come back on the gateway that heard of it last.
    if (now > ended + patienceMs + 500) break;
  }
  await ending;
  return last - ended;
}

// Each is about officials of its own, and waits for most of its time: side by side, each with an `expect` that knows whose it is.
describe.concurrent('on two gateways, access ends within five seconds', () => {
  test('of a duty that is ended', async ({ expect }) => {
    const reader = speaker('JUS:a.reader');
    await done(officer, 'admitOfficial', { official: reader.official, name: 'A. Reader' });
    await granted(reader.official, 'CLERK');
    const end = () => done(officer, 'endDuty', { official: reader.official, duty: 'CLERK' });
    expect(await lastReadAfter(expect, reader, end, 'DUTY_REQUIRED')).toBeLessThan(patienceMs);
  }, 30_000);

  test('of an official who is dismissed', async ({ expect }) => {
    const leaver = speaker('JUS:a.leaver');
    await done(officer, 'admitOfficial', { official: leaver.official, name: 'A. Leaver' });
    await granted(leaver.official, 'CLERK');
    const end = () => done(officer, 'dismissOfficial', { official: leaver.official });
    expect(await lastReadAfter(expect, leaver, end, 'OFFICIAL_DISMISSED')).toBeLessThan(patienceMs);
  }, 30_000);

  test('of a delegation that runs out', async ({ expect }) => {
    const standIn = speaker('FIN:k.zhuk', 'JUS');
    const to = new Date(Date.now() + 4_000);
    await done(speaker('JUS:y.savchenko'), 'delegateDuty', { official: standIn.official, duty: 'ANALYST', to: to.toISOString() });
    const end = () => new Promise((resolve) => setTimeout(resolve, to.getTime() - Date.now()));
    // Nothing has to be heard of: each gateway knows the moment. What it had begun before is answered.
    expect(await lastReadAfter(expect, standIn, end, 'DUTY_REQUIRED')).toBeLessThan(2_000);
  }, 30_000);

  test('of a delegation whose source is ended', async ({ expect }) => {
    const source = 'JUS:a.source';
    await done(officer, 'admitOfficial', { official: source, name: 'A. Source' });
    await granted(source, 'ARCHIVIST');
    const standIn = speaker('MOH:n.klymenko', 'JUS');
    const to = new Date(Date.now() + 86_400_000).toISOString();
    const delegating = () =>
      done(speaker(source), 'delegateDuty', { official: standIn.official, duty: 'ARCHIVIST', to }).then(
        () => 'done',
        () => 'not yet',
      );
    await expect.poll(delegating, { timeout: patienceMs }).toBe('done');
    const end = () => done(officer, 'endDuty', { official: source, duty: 'ARCHIVIST' });
    expect(await lastReadAfter(expect, standIn, end, 'DUTY_REQUIRED')).toBeLessThan(patienceMs);
    // Granted again, the duty brings no delegation back.
    await granted(source, 'ARCHIVIST');
    await expect.poll(() => read(speaker(source)), { timeout: patienceMs }).toEqual(everywhere('read'));
    expect(await read(standIn)).toEqual(everywhere('DUTY_REQUIRED'));
  }, 30_000);
});

describe('a gateway that the directory does not reach', () => {
  const unconfirmedMs = 5_000;

  test('lets nobody act for longer than duties count unconfirmed, whatever has ended meanwhile, and lets act again once it is back (§14.8)', async () => {
    const leaver = speaker('JUS:a.late');
    await done(officer, 'admitOfficial', { official: leaver.official, name: 'A. Late' });
    await granted(leaver.official, 'CLERK');
    const line = await lineTo(circuit.registry.entry('directory').url);
    const entries = circuit.registry.names.map((name) => circuit.registry.entry(name));
    const registry = new ServiceRegistry(entries.map((entry) => (entry.name === 'directory' ? { ...entry, url: line.url } : entry)));
    const { url } = await circuit.services.anotherGateway({ registry, settings: { dutiesUnconfirmedMs: unconfirmedMs } });
    const gateway = new GatewayClient(`${url}/graphql`, tokenSource(circuit.issuer));
    const answer = async (by: Speaker): Promise<unknown> => {
      const { data, errors } = await gateway.ask<{ document: object | null }>(reading, { id: documentId }, by);
      const { code, clause } = errors[0]?.extensions ?? {};
      return data?.document ? 'read' : `${code} ${clause}`;
    };
    const stays = speaker('JUS:y.savchenko');
    await expect.poll(() => answer(leaver), { timeout: patienceMs }).toBe('read');

    line.cut();
    const cutAt = performance.now();
    await done(officer, 'endDuty', { official: leaver.official, duty: 'CLERK' });
    // A directory that is away for a moment stops nobody.
    expect(await answer(stays)).toBe('read');
    await expect.poll(() => answer(leaver), { timeout: unconfirmedMs + 1_000 }).toBe('SERVICE_UNAVAILABLE 14.8');
    expect(performance.now() - cutAt).toBeGreaterThan(unconfirmedMs - 2_000);
    expect(await answer(stays)).toBe('SERVICE_UNAVAILABLE 14.8');

    line.mend();
    await expect.poll(() => answer(stays), { timeout: patienceMs }).toBe('read');
    expect(await answer(leaver)).toBe('DUTY_REQUIRED 2.3.5');
    await line.close();
  }, 40_000);
});
