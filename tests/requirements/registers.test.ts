import { type Caller, firstDisorder, firstRegulation, numberIn, parseKind, Refusal } from '@chancery/domain';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { administratorsUrl } from '../kit/databases.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';

const DOCUMENTS = 500;
const CLIENTS = 20;

let world: PerimeterWorld;
let database: pg.Client;

beforeAll(async () => {
  world = await perimeterWorld();
  database = new pg.Client({ connectionString: await administratorsUrl(world.databases.get('justice') ?? '') });
  await database.connect();
}, 60_000);
afterAll(async () => {
  await database?.end();
  await world?.close();
});

describe('a register', () => {
  it(`has no gap and never goes back: ${DOCUMENTS} documents, ${CLIENTS} clients, with failures in between`, async () => {
    const jus = person('JUS');
    const signed = await atOnce(CLIENTS, DOCUMENTS, () => signedDocument(jus));
    const draft = await newDraft(jus);
    const breaking = breakConnections();
    // What breaks is on record as a fault, hundreds of times.
    const faults = vi.spyOn(process.stderr, 'write').mockReturnValue(true);

    const numbers = await atOnce(CLIENTS, DOCUMENTS, async (index) => {
      const documentId = signed[index] ?? '';
      const mishaps = [
        refusalOf(() => register(jus, draft)),
        // Two commands under one request id: one of them is undone after it took a number.
        refusalOf(() => register(jus, documentId, `shared-${index}`)),
        refusalOf(() => register(jus, signed[(index + 1) % DOCUMENTS] ?? '', `shared-${index}`)),
      ];
      await Promise.all(index % 5 === 0 ? mishaps : []);
      return { documentId, number: await registered(jus, documentId, `own-${index}`) };
    });
    const broken = await breaking.stop();
    faults.mockRestore();

    const { rows: entries } = await database.query<{ number: string; position: number; subject: string; registeredAt: Date }>(
      'SELECT number, position, subject, registered_at AS "registeredAt" FROM register_entry ORDER BY position',
    );
    const { rows: documents } = await database.query<{ id: string; outgoing_number: string | null }>(
      'SELECT id, outgoing_number FROM document WHERE outgoing_number IS NOT NULL',
    );
    expect(entries).toHaveLength(DOCUMENTS);
    expect(firstDisorder(entries.map((entry) => ({ ...entry, registeredAt: entry.registeredAt.getTime() })))).toBeNull();
    expect(documents).toHaveLength(DOCUMENTS);
    const entered = new Map(entries.map(({ subject, number }) => [subject, number]));
    for (const { documentId, number } of numbers) expect(entered.get(documentId)).toBe(number);
    for (const { id, outgoing_number } of documents) expect(entered.get(id)).toBe(outgoing_number);
    const outgoing = { institution: jus.institution, direction: 'OUTGOING', kind: parseKind('LegalOpinion') } as const;
    for (const { number, position, registeredAt } of entries)
      expect(number).toBe(numberIn(firstRegulation, { ...outgoing, year: registeredAt.getUTCFullYear() }, position));
    expect(broken).toBeGreaterThan(0);
  }, 120_000);
});

async function newDraft(caller: Caller): Promise<string> {
  const { document } = await world.run<{ document: { id: string } }>(
    'justice',
    'draftLegalOpinion',
    { title: 'On fees' },
    '{ document { id } }',
    caller,
  );
  return document.id;
}

async function signedDocument(caller: Caller): Promise<string> {
  const documentId = await newDraft(caller);
  await world.run('justice', 'signDocument', { documentId }, '{ document { id } }', caller);
  return documentId;
}

async function register(caller: Caller, documentId: string, requestId?: string): Promise<string> {
  const payload = await world.run<{ outgoingNumber: string }>(
    'justice',
    'registerDocument',
    { documentId, requestId },
    '{ outgoingNumber }',
    caller,
  );
  return payload.outgoingNumber;
}

/** The number of a document, asked for as often as connections break; one that another command registered is read. */
async function registered(caller: Caller, documentId: string, requestId: string): Promise<string> {
  for (let left = 50; left > 0; left -= 1) {
    try {
      return await register(caller, documentId, requestId);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'DOCUMENT_NOT_SIGNED') return numberOf(caller, documentId);
      if (error instanceof Refusal) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error('The perimeter did not come back.');
}

/** Reads break with their connection too, and are asked again. */
async function numberOf(caller: Caller, id: string, left = 50): Promise<string> {
  const query = 'query Number($id: ID!) { document(id: $id) { outgoingNumber } }';
  try {
    const { document } = await world.ask<{ document: { outgoingNumber: string } }>('justice', query, { id }, caller);
    return document.outgoingNumber;
  } catch (error) {
    if (error instanceof Refusal || left === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return numberOf(caller, id, left - 1);
  }
}

const refusalOf = (run: () => Promise<unknown>): Promise<unknown> => run().catch((error: unknown) => error);

/** Every quarter of a second one connection of the perimeter breaks in the middle of whatever it does. */
function breakConnections(): { stop(): Promise<number> } {
  let broken = 0;
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = database
      .query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' ORDER BY random() LIMIT 1`,
      )
      .then(({ rowCount }) => {
        broken += rowCount ?? 0;
      });
  }, 250);
  const stop = async () => {
    clearInterval(timer);
    await running;
    return broken;
  };
  return { stop };
}

/** Runs a task so often, by so many clients side by side; answers what came of it in the order of the tasks. */
async function atOnce<Result>(clients: number, times: number, task: (index: number) => Promise<Result>): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  let next = 0;
  const client = async () => {
    for (let index = next++; index < times; index = next++) results.set(index, await task(index));
  };
  await Promise.all(Array.from({ length: clients }, client));
  return Array.from({ length: times }, (_, index) => results.get(index) as Result);
}
