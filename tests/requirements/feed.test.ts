import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Act, EventPayload, ExchangeEvent } from '@chancery/domain';
import { transact } from '@chancery/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOutbox } from '../../subgraphs/kernel/feed.ts';
import { openTables, type Tables } from '../kit/tables.ts';

/** docs/decisions/3: a follower's cursor skips nothing, whatever commits when. */
describe('a service’s feed of events', () => {
  let tables: Tables;
  beforeAll(async () => {
    tables = await openTables();
  });
  afterAll(() => tables.close());

  it('hands every committed event once, without gaps, to a follower that reads while many write and some fail', async () => {
    const writing = Promise.all(Array.from({ length: 20 }, (_, writer) => write(tables, writer, 15)));
    const seen = follow(tables, 20 * 15 - 20 * 3);
    await writing;

    const events = await seen;

    expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
    expect(new Set(events.map(({ payload }) => subjectOf(payload))).size).toBe(240);
    for (let writer = 0; writer < 20; writer++) {
      const own = events.map(({ payload }) => subjectOf(payload)).filter((subject) => subject.startsWith(`${writer}/`));
      expect(own).toEqual([...own].sort((a, b) => Number(a.split('/')[1]) - Number(b.split('/')[1])));
    }
  });

  it('gives the same events for the same position again', async () => {
    const read = () => readOutbox(tables.db, 100, 50, 0, new AbortController().signal);

    expect(await read()).toEqual(await read());
  });

  it('wakes a follower that waits as soon as something is committed', async () => {
    const end = (await everything(tables)).length;
    const began = Date.now();
    const waiting = readOutbox(tables.db, end, 10, 10_000, new AbortController().signal);
    await pause(50);
    await write(tables, 99, 1);

    expect((await waiting).events).toHaveLength(1);
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it('tells no more at a time than fits, says that there is more, and leaves nothing out', async () => {
    const end = (await everything(tables)).length;
    const long = Array.from({ length: 12 }, (_, index) => randomBytes(150_000).toString('base64') + index);
    for (const subject of long)
      await transact(tables.db, act, async ({ emit }) => emit({ type: 'refused', subject, code: 'BAD_INPUT', clause: null }));
    const told: ExchangeEvent[] = [];
    const pages: boolean[] = [];
    do {
      const page = await readOutbox(tables.db, end + told.length, 500, 0, new AbortController().signal);
      told.push(...page.events);
      pages.push(page.more);
    } while (pages.at(-1) === true);

    expect(told.map(({ payload }) => subjectOf(payload))).toEqual(long);
    expect(pages.filter(Boolean).length).toBeGreaterThan(1);
  });
});

const act: Act = { name: 'test', official: null, institution: null, duties: [], traceId: '0'.repeat(32) };

/** Every fifth act of a writer fails after it has written its event: it must leave nothing. */
async function write({ db }: Tables, writer: number, acts: number): Promise<void> {
  for (let number = 0; number < acts; number++) {
    await transact(db, act, async ({ tx, emit }) => {
      emit({ type: 'refused', subject: `${writer}/${number}`, code: 'BAD_INPUT', clause: null });
      await tx.$executeRawUnsafe('SELECT pg_sleep($1::float8)', Math.random() / 100);
      if (number % 5 === 4) throw new Error('this act fails');
    }).catch((error: Error) => expect(error.message).toBe('this act fails'));
  }
}

async function follow({ db }: Tables, count: number): Promise<readonly ExchangeEvent[]> {
  const events: ExchangeEvent[] = [];
  for (let looks = 0; events.length < count && looks < 1_000; looks++) {
    events.push(...(await readOutbox(db, events.at(-1)?.position ?? 0, 7, 1_000, new AbortController().signal)).events);
  }
  return events;
}

const everything = async ({ db }: Tables) => (await readOutbox(db, 0, 1_000, 0, new AbortController().signal)).events;
const subjectOf = (payload: EventPayload): string => (payload.type === 'refused' ? (payload.subject ?? '') : '');
