import { type Act, type ExchangeEvent, parseOfficialId } from '@chancery/domain';
import type { AuditRecord, ServiceEntry } from '@chancery/trust';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migratedDatabase } from '../../tests/kit/databases.ts';
import { act, cardEvent, events, FIN, JUS, refusedEvent } from '../../tests/kit/eventBuilders.ts';
import { appendEntries } from './appendEntries.ts';
import { type AuditDatabase, openAudit } from './database.ts';
import { withoutHearsay } from './hearsay.ts';
import { audit } from './index.ts';

const servers = new Map([
  ['JUS', { code: JUS, name: 'JUS', server: 'justice', seals: [] }],
  ['FIN', { code: FIN, name: 'FIN', server: 'finance', seals: [] }],
]);
const directory = { institution: (code: string) => servers.get(code), refresh: async () => undefined };
const source = (name: string, role: ServiceEntry['role']): ServiceEntry => ({ name, role, url: 'https://127.0.0.1:9', publicKey: {} });
const justice = source('justice', 'perimeter');

let db: AuditDatabase;
beforeAll(async () => {
  db = openAudit(await migratedDatabase(audit.migrations));
});
afterAll(() => db.$disconnect());

const rudenko = parseOfficialId('FIN:t.rudenko');
const shevchuk = parseOfficialId('JUS:i.shevchuk');
const trace = () => ulid().toLowerCase().padEnd(32, '0');
const foreign = (change: Partial<Act> = {}) => act({ official: rudenko, institution: FIN, traceId: trace(), ...change });

/** The gateway puts an operation on record before it runs. */
async function witness({ name, official, institution, traceId, delegatedBy }: Act, id = ulid(), asked = name): Promise<void> {
  const record: AuditRecord = {
    id,
    at: '2026-03-02T09:00:00.000Z',
    place: 'gateway',
    act: asked,
    official,
    institution,
    duties: [],
    documentIds: [],
    consignmentId: null,
    outcome: 'OPEN',
    code: null,
    clause: null,
    traceId,
    closedAt: null,
    ...(delegatedBy === undefined ? {} : { particulars: { delegatedBy } }),
  };
  await db.$transaction((tx) => appendEntries(tx, [record]));
}
const heard = (by: Act, from = justice, payloads: Parameters<typeof events>[0] = [refusedEvent(null)]) =>
  db.$transaction((tx) => withoutHearsay(tx, directory, from, events(payloads, by)));
const named = (told: readonly ExchangeEvent[]) => told.map(({ act: { official, institution } }) => [official, institution]);
const nobody = [[null, null]];

describe('of whom a perimeter tells (§10.11)', () => {
  it('its own officials are named by its word', async () => {
    expect(named(await heard(act({ official: shevchuk, traceId: trace() })))).toEqual([[shevchuk, JUS]]);
  });

  it('another institution’s official is not, though the act stays', async () => {
    const told = await heard(foreign(), justice, [refusedEvent('JUS:LegalOpinion:01JD0000000000000000000001')]);
    expect(told).toMatchObject([{ act: { name: 'registerDocument', official: null, institution: null, duties: [] } }]);
    expect(told[0]?.payload).toMatchObject({ subject: 'JUS:LegalOpinion:01JD0000000000000000000001' });
  });

  it('is not by his own duty there, and not in an act that was carried out', async () => {
    const standIn = foreign({ institution: JUS, delegatedBy: [{ duty: 'REGISTRAR', by: shevchuk }] });
    expect(named(await heard(standIn, justice, [cardEvent()]))).toEqual(nobody);
    expect((await heard(standIn))[0]?.act).not.toHaveProperty('delegatedBy');
    expect(named(await heard(act({ traceId: trace(), delegatedBy: [{ duty: 'REGISTRAR', by: rudenko }] })))).toEqual(nobody);
  });

  it('is where the gateway has on record that he asked, for that institution and in that trace', async () => {
    const asked = foreign();
    await witness(asked);
    expect(named(await heard(asked))).toEqual([[rudenko, FIN]]);
    for (const other of [{ traceId: trace() }, { institution: JUS }, { official: parseOfficialId('FIN:k.zhuk') }])
      expect(named(await heard({ ...asked, ...other }))).toEqual(nobody);
  });

  it.each(['query registerDocument', 'query Inbox', 'signDocument', 'registerDocumentAnew fileDocument', 'unread'])(
    'is not where he asked for something else in that trace: %s',
    async (something) => {
      const asked = foreign();
      await witness(asked, ulid(), something);
      expect(named(await heard(asked))).toEqual(nobody);
    },
  );

  it.each([
    ['registerDocument', 'signDocument registerDocument'],
    ['releaseDocument', 'dispatchDocument'],
  ])('is where it was one of the commands that he asked for: %s by %s', async (name, something) => {
    const asked = foreign({ name });
    await witness(asked, ulid(), something);
    expect(named(await heard(asked))).toEqual([[rudenko, FIN]]);
  });

  it('is by those delegations alone that the gateway saw', async () => {
    const delegatedBy = [{ duty: 'REGISTRAR', by: shevchuk }] as const;
    const asked = foreign({ institution: JUS, delegatedBy });
    await witness(asked);
    expect((await heard(asked))[0]?.act).toEqual(asked);
    expect(named(await heard({ ...asked, delegatedBy: [{ duty: 'SIGNATORY', by: shevchuk }] }))).toEqual(nobody);
  });

  it('is not by another perimeter’s word, nor by its own earlier one', async () => {
    const asked = foreign();
    await witness(asked, `justice:${ulid()}`);
    expect(named(await heard(asked))).toEqual(nobody);
  });

  it('the exchange and the directory name whomever they heard', async () => {
    for (const centre of [source('exchange', 'exchange'), source('directory', 'directory')])
      expect(named(await heard(foreign(), centre))).toEqual([[rudenko, FIN]]);
  });
});
