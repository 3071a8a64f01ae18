import { parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { answerCommand, type CallContext, command, openPrisma } from '@chancery/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callContext } from '../../subgraphs/kernel/context.ts';
import { readOutbox } from '../../subgraphs/kernel/feed.ts';
import { pruneRequests } from '../../subgraphs/kernel/pruneRequests.ts';
import { PrismaClient } from '../../subgraphs/perimeter/prisma/client/client.ts';
import { migratedDoors } from '../kit/databases.ts';
import { openTables, type Tables } from '../kit/tables.ts';

/** §1.4 The same request id from the same caller gets the first answer, and nothing is done twice. */
describe('a command with a request id', () => {
  let tables: Tables;
  let done = 0;
  beforeAll(async () => {
    tables = await openTables();
  });
  afterAll(() => tables.close());

  const run = (input: { requestId?: string; text: string }, context = as('FIN:a.clerk')) =>
    answerCommand(tables.db, context, { name: 'test', input }, () =>
      command(tables.db, context, { name: 'test', input }, async ({ tx }) => {
        await tx.$executeRawUnsafe('SELECT pg_sleep(0.05)');
        done += 1;
        return { number: done };
      }),
    );

  it('is answered as the first time', async () => {
    const first = await run({ requestId: 'a', text: 'x' });

    expect(await run({ requestId: 'a', text: 'x' })).toEqual(first);
  });

  it('is done once when two come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => run({ requestId: 'b', text: 'x' })));

    expect(new Set(answers.map(({ number }) => number)).size).toBe(1);
  });

  it('is refused with another input, and that refusal is on record', async () => {
    await run({ requestId: 'c', text: 'x' });

    await expect(run({ requestId: 'c', text: 'y' })).rejects.toMatchObject({ code: 'REQUEST_ID_REUSED' });
    const { events } = await readOutbox(tables.db, 0, 100, 0, new AbortController().signal);
    expect(events.at(-1)?.payload).toMatchObject({ type: 'refused', code: 'REQUEST_ID_REUSED' });
  });

  it('is another command for another caller', async () => {
    const one = await run({ requestId: 'd', text: 'x' });

    expect(await run({ requestId: 'd', text: 'x' }, as('MOH:a.clerk'))).not.toEqual(one);
  });

  it('that was refused may be tried again', async () => {
    let mayPass = false;
    const attempt = () =>
      command(tables.db, as('FIN:a.clerk'), { name: 'test', input: { requestId: 'e' } }, async () => {
        if (!mayPass) throw new Refusal('BAD_INPUT');
        return 'done';
      });
    await expect(attempt()).rejects.toMatchObject({ code: 'BAD_INPUT' });
    mayPass = true;

    expect(await attempt()).toBe('done');
  });
});

/** §1.4 So long, and then the database has its room again. */
describe('what was answered', () => {
  it('is known for 90 days, and then forgotten a batch at a time, by a service that may no more than that', async () => {
    const { owner, service } = await migratedDoors(null);
    const [asOwner, asService] = [owner, service].map((url) => openPrisma(PrismaClient, url, { pool: 2 }));
    if (asOwner === undefined || asService === undefined) throw new Error('There are two doors.');
    try {
      await asOwner.$executeRawUnsafe(`
        INSERT INTO kernel.command_request (official, request_id, command, input_digest, answer, answered_at)
        SELECT 'FIN:a.clerk', 'day ' || n, 'test', '', '{}', now() - make_interval(days => n) + interval '1 minute' FROM generate_series(1, 200) n`);

      expect(await pruneRequests(asService, 30)).toBe(110);
      const rows = await asService.$queryRawUnsafe<{ count: number; oldest: string }[]>(
        `SELECT count(*)::int, (array_agg(request_id ORDER BY answered_at))[1] AS oldest FROM kernel.command_request`,
      );
      expect(rows).toEqual([{ count: 90, oldest: 'day 90' }]);
      expect(await pruneRequests(asService, 30)).toBe(0);
    } finally {
      await Promise.all([asOwner.$disconnect(), asService.$disconnect()]);
    }
  });
});

function as(official: string): CallContext {
  const caller = {
    official: parseOfficialId(official),
    institution: parseInstitutionCode(official.slice(0, 3)),
    duties: ['CLERK' as const],
    clearance: false,
  };
  return callContext({ issuer: 'gateway', role: 'gateway', audience: 'test', caller, record: null, operation: null, token: null });
}
