import { demoCast, type ServiceName } from '@chancery/circuit';
import { beforeAll, describe, expect, it } from 'vitest';
import { lentCircuit } from '../../kit/lentCircuit.ts';
import { type ProcessCircuit, within } from '../../kit/processes.ts';
import { seededByEnvironment } from '../../kit/seeded.ts';
import { accidentsOf, letHappen } from '../survival/accidents.ts';
import { Correspondence, type SentLetter } from '../survival/correspondence.ts';
import { disorderedAttempts, disorderedStories, type ExchangeRecords, exchangeRecords } from '../survival/exchangeRecords.ts';
import { auditTrail, cataloguedConsignments, cataloguedReaders, eventIds, openJobs } from '../survival/followers.ts';
import { correspondents, lettersOf } from '../survival/letters.ts';
import { disorderedRegisters, type PerimeterRecords, perimeterRecords } from '../survival/perimeterRecords.ts';

const LETTERS = 200;
const ACCIDENTS = 12;
const CLIENTS = 12;
const perimeters: readonly ServiceName[] = ['justice', 'finance', 'health', 'hosted'];
const serverOf: Readonly<Record<string, ServiceName>> = { JUS: 'justice', FIN: 'finance', NAR: 'hosted', STA: 'hosted' };
const isFinal = (state: string) => ['REGISTERED', 'REFUSED', 'EXPIRED', 'WITHDRAWN'].includes(state);

/** Whatever is killed, and whenever, no delivery is lost, repeated or reordered. */
describe(`${LETTERS} dispatches while the exchange and perimeters are killed at random`, () => {
  let circuit: ProcessCircuit;
  let sent: readonly SentLetter[] = [];
  let killed: readonly ServiceName[] = [];
  let exchange: ExchangeRecords;
  let own: ExchangeRecords['consignments'];
  const records = new Map<string, PerimeterRecords>();
  const recordsOf = (institution: string) => records.get(serverOf[institution] ?? '') as PerimeterRecords;

  beforeAll(async () => {
    const chance = seededByEnvironment('deliverySurvives');
    const letters = lettersOf(chance, LETTERS);
    const steps = letters.reduce((sum, { intakes }) => sum + 4 + intakes.length, 0);
    const accidents = accidentsOf(chance, ACCIDENTS, steps);
    circuit = await lentCircuit();
    const correspondence = new Correspondence(circuit.gateway, `survives:${chance.seed}`);
    const takingIn = Promise.all(correspondents.map((code) => correspondence.takeIn(code)));
    const happening = letHappen(circuit, accidents, () => correspondence.steps);
    const mishap = Promise.race([takingIn, happening]).then(() => undefined);
    const beganAt = Date.now();
    [sent, killed] = await Promise.all([correspondence.send(letters, CLIENTS), happening, mishap]);
    console.log(`sent after ${(Date.now() - beganAt) / 1_000} s, killed ${killed.join(' ')}`);
    await atRest(circuit, sent);
    console.log(`at rest after ${(Date.now() - beganAt) / 1_000} s`);
    correspondence.end();
    await takingIn;

    exchange = await exchangeRecords(circuit.databaseUrl('exchange'));
    own = exchange.consignments.filter(({ documentId }) => sent.some((letter) => letter.documentId === documentId));
    for (const name of perimeters) records.set(name, await perimeterRecords(circuit.databaseUrl(name)));
    console.log(countsOf(own.map(({ state }) => state)), countsOf(exchange.attempts.map(({ outcome }) => `${outcome}`)));
  }, 240_000);

  it('loses none and makes none up', () => {
    const accepted = sent.flatMap(({ consignments }) => consignments.map(({ id }) => id)).sort();
    expect(own.map(({ id }) => id).sort()).toEqual(accepted);
    expect(accepted).toHaveLength(sent.reduce((sum, { letter }) => sum + letter.intakes.length, 0));
    expect(killed.length).toBeGreaterThanOrEqual(ACCIDENTS);
  });

  it('ends each in one final state: the one that its officials gave it', () => {
    expect(own.filter(({ state }) => !isFinal(state))).toEqual([]);
    for (const { letter, consignments, withdrawn } of sent) {
      for (const { id, to } of consignments) {
        const wanted = id === withdrawn ? 'WITHDRAWN' : letter.intakes.find((intake) => intake.to === to.code)?.ends;
        expect(`${id} ${own.find((each) => each.id === id)?.state}`).toBe(`${id} ${wanted}`);
      }
    }
  });

  it('registers each once, in registers without gaps on both sides', () => {
    for (const [name, perimeter] of records) expect({ name, disorder: disorderedRegisters(perimeter) }).toEqual({ name, disorder: [] });
    for (const { id, recipient, state } of own) {
      const { entries, copies } = recordsOf(recipient);
      const numbers = entries.filter(({ subject }) => subject === id).map(({ number }) => number);
      const copy = copies.find((each) => each.id === id);
      expect({ id, numbers, number: copy?.incomingNumber ?? null }).toEqual(
        state === 'REGISTERED' ? { id, numbers: [copy?.incomingNumber], number: expect.any(String) } : { id, numbers: [], number: null },
      );
    }
    for (const { documentId, letter } of sent)
      expect(recordsOf(letter.from).entries.filter(({ subject }) => subject === documentId)).toHaveLength(1);
  });

  it('tells of each in order, and nothing twice', () => {
    expect(disorderedStories(exchange)).toEqual([]);
  });

  it('counts attempts without gaps, and delivers with one of them', () => {
    expect(disorderedAttempts(exchange)).toEqual([]);
  });

  it('leaves no pending copy, no bundle of what was called back, and no release without its dispatch', () => {
    const states = new Map(exchange.consignments.map(({ id, state }) => [id, state]));
    const dispatches = new Set(exchange.consignments.map(({ dispatchId }) => dispatchId));
    for (const { copies, releases } of records.values()) {
      const stray = copies.filter(({ id, copy, hasBundle }) => {
        const isClosed = states.get(id) === 'WITHDRAWN';
        return copy !== (isClosed ? 'CLOSED' : 'IN_INBOX') || hasBundle === isClosed;
      });
      expect(stray).toEqual([]);
      expect(releases.filter(({ dispatchId, outcome }) => outcome === 'VOID' || !dispatches.has(dispatchId))).toEqual([]);
    }
  });

  it('lets nobody read what was called back from him', async () => {
    const withdrawn = own.filter(({ state }) => state === 'WITHDRAWN');
    for (const { id, documentId, recipient } of withdrawn) {
      const query =
        'query CalledBack($id: ID!, $document: ID!) { consignment(id: $id) { state copy { title } } document(id: $document) { title } }';
      const { data, errors } = await circuit.gateway.ask(query, { id, document: documentId }, demoCast(recipient, 'REGISTRAR'));
      expect(data).toEqual({ consignment: { state: 'WITHDRAWN', copy: null }, document: null });
      expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['DOCUMENT_NOT_FOUND']);
    }
  });

  it('is told the same by the catalogue and the audit trail', async () => {
    const [catalogue, audit] = [circuit.databaseUrl('catalogue'), circuit.databaseUrl('audit')];
    const isAnswered = (state: string) => state === 'REGISTERED' || state === 'REFUSED';
    const wanted = exchange.consignments.map(({ id, state }) => ({ id, state, intakeState: isAnswered(state) ? state : null }));
    await expect.poll(() => cataloguedConsignments(catalogue), { timeout: 15_000, interval: 500 }).toEqual(wanted);

    const readers = new Map((await cataloguedReaders(catalogue)).map((card) => [card.id, card.readers]));
    for (const { documentId, letter } of sent) {
      const releases = recordsOf(letter.from).releases.filter((release) => release.documentId === documentId);
      expect({ documentId, readers: readers.get(documentId) }).toEqual({
        documentId,
        readers: releases.flatMap((release) => release.readers),
      });
    }

    const told = await Promise.all([...perimeters, 'exchange' as const].map(async (name) => eventIds(name, circuit.databaseUrl(name))));
    await expect.poll(async () => missing(told.flat(), (await auditTrail(audit)).ids), { timeout: 15_000, interval: 500 }).toEqual([]);
    expect((await auditTrail(audit)).open).toEqual([]);
  });
});

/** Waits until every consignment has come to its end and the exchange has nothing left to do. */
async function atRest(circuit: ProcessCircuit, sent: readonly SentLetter[]): Promise<void> {
  const url = circuit.databaseUrl('exchange');
  const ids = new Set(sent.flatMap(({ consignments }) => consignments.map(({ id }) => id)));
  const isAtRest = async () => {
    if ((await openJobs(url)) > 0) return false;
    const { consignments } = await exchangeRecords(url);
    return consignments.every(({ id, state }) => !ids.has(id) || isFinal(state));
  };
  await within(90_000, isAtRest, 'The deliveries did not come to rest').catch((error) => console.log(String(error)));
}

const missing = (ids: readonly string[], there: ReadonlySet<string>): readonly string[] => ids.filter((id) => !there.has(id));
const countsOf = (words: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
