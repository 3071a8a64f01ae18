import {
  type AccessMark,
  type Caller,
  type ConsignmentEvent,
  EXCHANGE,
  type InstitutionCode,
  mayReadConsignment,
  parseOfficialId,
} from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import { catalogueOfFile, db, keep } from '../../tests/kit/catalogueOfFile.ts';
import { cardEvent, consignmentEvent, FIN, intakeEvent, JUS, MOH } from '../../tests/kit/eventBuilders.ts';
import { type ExchangeDimension, exchangeStatistics, type StatisticsArguments } from './statistics.ts';

const caller = (institution: InstitutionCode, change: Partial<Caller> = {}): Caller => ({
  official: parseOfficialId(`${institution}:o.petrenko`),
  institution,
  duties: ['ANALYST'],
  clearance: false,
  ...change,
});
const analyst = caller(EXCHANGE);

catalogueOfFile();

const ask = (who: Caller, groupBy: readonly ExchangeDimension[], filter?: StatisticsArguments['filter']) =>
  exchangeStatistics(db, who, { groupBy, ...(filter ? { filter } : {}) });
const counts = async (who: Caller, ...groupBy: readonly ExchangeDimension[]) =>
  (await ask(who, groupBy)).map(({ keys, count }) => [...keys, count]);
const many = (number: number, change: Partial<ConsignmentEvent>) => Array.from({ length: number }, () => consignmentEvent(change));

describe('a consignment', () => {
  it('is of which document, and whose, by the exchange’s word, whichever side spoke first', async () => {
    const sent = consignmentEvent();
    const another = cardEvent({ institution: MOH }).documentId;
    const parties = () => db.$queryRaw`SELECT document, sender, recipient FROM consignment`;
    await keep(intakeEvent(sent, { documentId: another, institution: MOH }));
    await keep(sent);
    expect(await parties()).toEqual([{ document: sent.documentId, sender: JUS, recipient: FIN }]);

    await keep(intakeEvent(sent, { documentId: another, institution: MOH, revision: 2 }));
    expect(await parties()).toEqual([{ document: sent.documentId, sender: JUS, recipient: FIN }]);
  });
});

describe('a statistic', () => {
  it('stands on the consignments of which the caller is sender or recipient, exactly as the domain has it', async () => {
    const parties = [JUS, FIN, MOH];
    const all = parties.flatMap((from) =>
      parties
        .filter((to) => to !== from)
        .flatMap((to) => (['PUBLIC', 'INTERNAL', 'RESTRICTED'] as const).map((access) => consignmentEvent({ from, to, access }))),
    );
    await keep(...all);

    for (const institution of [...parties, EXCHANGE])
      for (const clearance of [true, false]) {
        const who = caller(institution, { clearance, duties: ['CLERK'] });
        const known = all.filter((consignment) => mayReadConsignment(who, consignment)).length;
        expect((await ask(who, ['YEAR'])).map(({ count }) => count)).toEqual(known === 0 ? [] : [known]);
      }
  });

  it('gives keys in the order asked for, the largest group first, none where a consignment has none', async () => {
    const decided = consignmentEvent({ to: MOH, documentDate: '2025-02-01' });
    await keep(...many(2, {}), decided, intakeEvent(decided, { decision: 'Consistent with Change', decidedOn: '2025-02-11' }));

    expect(await counts(analyst, 'YEAR', 'DECISION', 'RECIPIENT', 'STATE', 'SENDER')).toEqual([
      ['2026', null, 'FIN', 'ACCEPTED', 'JUS', 2],
      ['2025', 'Consistent with Change', 'MOH', 'REGISTERED', 'JUS', 1],
    ]);
  });

  it('takes medians over what is registered and what is decided', async () => {
    const consignments = many(4, {});
    const hours = ['2026-03-02T11:00:00Z', '2026-03-02T12:00:00Z', '2026-03-02T20:00:00Z'];
    await keep(
      ...consignments,
      ...hours.map((registeredAt, index) =>
        intakeEvent(consignments[index] as ConsignmentEvent, { registeredAt, decidedOn: index ? `2026-03-0${index * 2}` : null }),
      ),
    );

    expect(await ask(analyst, ['SENDER'])).toEqual([{ keys: ['JUS'], count: 4, medianHoursToRegister: 2, medianDaysToDecision: 2 }]);
    expect(await ask(analyst, ['STATE'], { state: ['ACCEPTED'] })).toEqual([
      { keys: ['ACCEPTED'], count: 1, medianHoursToRegister: null, medianDaysToDecision: null },
    ]);
  });

  it('is narrowed by each fact', async () => {
    await keep(consignmentEvent(), consignmentEvent({ to: MOH, documentDate: '2025-12-31' }), consignmentEvent({ from: FIN, to: JUS }));
    const filters = [
      [{ sender: ['FIN'] }, 1],
      [{ recipient: ['MOH', 'FIN'] }, 2],
      [{ documentDateFrom: '2026-01-01' }, 2],
      [{ documentDateTo: '2025-12-31' }, 1],
      [{ kind: ['CourtRuling'] }, 0],
      [{ state: ['ACCEPTED'], kind: ['LegalOpinion'] }, 3],
    ] as const;

    for (const [filter, count] of filters) {
      const rows = await ask(analyst, ['STATE'], filter);
      expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(count);
    }
  });

  it.each([[[]], [['YEAR', 'YEAR']]] as const)('refuses to group by %o', async (groupBy) => {
    await expect(ask(analyst, groupBy)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('refuses more than 1000 groups', async () => {
    const consignments = many(1_001, {});
    const decide = (number: number) =>
      keep(
        ...consignments.slice(0, number),
        ...consignments.slice(0, number).map((each, index) => intakeEvent(each, { decision: `Decision ${index}` })),
      );
    await decide(1_000);
    expect(await ask(analyst, ['DECISION'])).toHaveLength(1_000);
    await decide(1_001);
    await expect(ask(analyst, ['DECISION'])).rejects.toMatchObject({ code: 'TOO_MANY_GROUPS' });
  });
});

describe("the exchange's analysts", () => {
  const restricted: { access: AccessMark } = { access: 'RESTRICTED' };

  it('see RESTRICTED consignments counted in a group of five, and no smaller group', async () => {
    await keep(...many(4, { to: FIN, ...restricted }), ...many(5, { to: MOH, ...restricted }));
    expect(await counts(analyst, 'RECIPIENT')).toEqual([['MOH', 5]]);
    expect(await counts(caller(EXCHANGE, { clearance: true }), 'RECIPIENT')).toEqual([['MOH', 5]]);
    expect(await counts(analyst, 'SENDER')).toEqual([['JUS', 9]]);
  });

  it('see no difference that a few RESTRICTED consignments make to a group of others', async () => {
    const open = many(3, {});
    const secret = many(4, restricted);
    await keep(...open, ...open.map((each) => intakeEvent(each)));
    const before = await ask(analyst, ['SENDER', 'DECISION']);
    await keep(...secret, ...secret.map((each) => intakeEvent(each, { registeredAt: '2026-03-09T00:00:00Z', decidedOn: '2026-03-09' })));
    expect(await ask(analyst, ['SENDER', 'DECISION'])).toEqual(before);
  });

  it('take no median from RESTRICTED consignments', async () => {
    const secret = many(6, restricted);
    await keep(...secret, ...secret.map((each) => intakeEvent(each, { decidedOn: '2026-03-09' })));
    expect(await ask(analyst, ['SENDER'])).toEqual([{ keys: ['JUS'], count: 6, medianHoursToRegister: null, medianDaysToDecision: null }]);
  });

  it('are those with the duty: others of the exchange see nothing of others', async () => {
    await keep(...many(6, {}));
    expect(await counts(caller(EXCHANGE, { duties: ['AUDITOR'] }), 'SENDER')).toEqual([]);
  });
});

describe('a consignment', () => {
  it('stands as each side last said, whatever the order and however often it is told', async () => {
    const accepted = consignmentEvent({ revision: 1 });
    const delivered = { ...accepted, state: 'DELIVERED', deliveredAt: '2026-03-02T11:00:00Z', revision: 3 } as const;
    const registered = intakeEvent(accepted, { revision: 1 });
    const decided = intakeEvent(accepted, { revision: 2, decision: 'Withdrawn', decidedOn: '2026-03-05' });
    const orders = [
      [accepted, delivered, registered, decided],
      [decided, registered, delivered, accepted],
      [registered, accepted, decided, accepted, delivered, delivered],
    ];

    for (const order of orders) {
      await db.$executeRaw`TRUNCATE consignment`;
      for (const payload of order) await keep(payload);
      expect(await counts(analyst, 'STATE', 'DECISION')).toEqual([['REGISTERED', 'Withdrawn', 1]]);
    }
  });

  it('of which only the recipient has spoken is not counted yet', async () => {
    await keep(intakeEvent(consignmentEvent()));
    expect(await counts(analyst, 'STATE')).toEqual([]);
    expect(await counts(caller(FIN), 'STATE')).toEqual([]);
  });
});
