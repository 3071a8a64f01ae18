import { describe, expect, it } from 'vitest';
import { act, cardEvent, consignmentEvent, events, intakeEvent, refusedEvent } from '../../tests/kit/eventBuilders.ts';
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
    [null, refusedEvent('x')],
    [null, consignment],
  ])('is %s', (code, payload) => {
    expect(perimeterOf(payload)).toBe(code);
  });
});
