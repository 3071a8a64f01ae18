import { parseOfficialId } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import {
  act,
  cardEvent,
  consignmentEvent,
  events,
  exportEvent,
  FIN,
  intakeEvent,
  officialEvent,
  refusedEvent,
} from '../../tests/kit/eventBuilders.ts';
import { perimeterOf, recordOf } from './recordOf.ts';

const consignment = consignmentEvent();
const only = (payload: Parameters<typeof perimeterOf>[0]) => events([payload])[0] as ReturnType<typeof events>[number];

describe('an event on record (§10.1)', () => {
  it('says who did what, in which trace, under the id of the event', () => {
    const event = only(cardEvent());
    expect(recordOf(event, 'justice', 'JUS')).toMatchObject({
      id: `justice:${event.id}`,
      at: event.at,
      place: 'JUS',
      act: 'registerDocument',
      official: act().official,
      institution: 'JUS',
      duties: ['REGISTRAR'],
      traceId: act().traceId,
      outcome: 'DONE',
      code: null,
      closedAt: null,
    });
  });

  it.each([
    ['its document and its consignment', consignment, [consignment.documentId], consignment.consignmentId],
    ['the document taken in', intakeEvent(consignment), [consignment.documentId], consignment.consignmentId],
    ['a refused consignment', refusedEvent(consignment.consignmentId), [], consignment.consignmentId],
    ['a refused document', refusedEvent(consignment.documentId), [consignment.documentId], null],
    ['an invented id', refusedEvent('x'), ['x'], null],
    ['nothing', refusedEvent(null), [], null],
  ])('names %s', (_, payload, documentIds, consignmentId) => {
    expect(recordOf(only(payload), 'justice', 'JUS')).toMatchObject({ documentIds, consignmentId });
  });

  it('says by whose delegation, and about which official', () => {
    const delegatedBy = [{ duty: 'CLERK', by: parseOfficialId('JUS:i.shevchuk') }] as const;
    const [signed] = events([cardEvent()], act({ delegatedBy }));
    expect(signed && recordOf(signed, 'justice', 'JUS').particulars).toEqual({ delegatedBy });
    const about = { official: 'JUS:n.kovalenko', duty: 'CLERK' };
    expect(recordOf(only(officialEvent()), 'directory', 'directory')).toMatchObject({
      outcome: 'DONE',
      documentIds: [],
      particulars: { about },
    });
    const refused = recordOf(only(refusedEvent('JUS:n.kovalenko')), 'directory', 'directory');
    expect(refused).toMatchObject({ outcome: 'REFUSED', documentIds: [], particulars: { about: { ...about, duty: null } } });
    expect(recordOf(only(cardEvent()), 'justice', 'JUS')).not.toHaveProperty('particulars');
  });

  it('keeps the time that its service claimed, where that cannot be (§10.11)', () => {
    const event = { ...only(cardEvent()), claimedAt: '2100-01-01T00:00:00.000Z' };
    expect(recordOf(event, 'justice', 'JUS')).toMatchObject({ at: event.at, particulars: { claimedAt: '2100-01-01T00:00:00.000Z' } });
  });

  it('says of what cannot be read who did what, and that it is open (§10.5)', () => {
    const event = only({ type: 'unread' });
    expect(recordOf(event, 'justice', 'justice')).toMatchObject({
      act: 'registerDocument',
      official: act().official,
      documentIds: [],
      consignmentId: null,
      outcome: 'OPEN',
      closedAt: null,
    });
  });

  it('says the code and the clause that refused', () => {
    expect(recordOf(only(refusedEvent(null)), 'justice', 'JUS')).toMatchObject({
      outcome: 'REFUSED',
      code: 'DOCUMENT_NOT_DRAFT',
      clause: '4.4',
    });
  });
});

describe('the perimeter of an event', () => {
  it.each([
    ['JUS', cardEvent()],
    ['FIN', intakeEvent(consignment)],
    ['FIN', refusedEvent(consignment.consignmentId)],
    ['JUS', refusedEvent(consignment.documentId)],
    ['FIN', exportEvent(FIN)],
    ['FIN', refusedEvent(exportEvent(FIN).exportId)],
    [null, exportEvent('directory')],
    [null, refusedEvent(exportEvent('audit').exportId)],
    [null, refusedEvent('x')],
    [null, consignment],
    [null, officialEvent()],
  ])('is %s', (code, payload) => {
    expect(perimeterOf(payload)).toBe(code);
  });
});
