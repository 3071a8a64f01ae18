import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { act, cardEvent, consignmentEvent, events, intakeEvent, officialEvent, refusedEvent } from '../tests/kit/eventBuilders.ts';
import { Refusal } from './errors.ts';
import type { EventPayload } from './event.ts';
import { parseAppointmentId, parseBreakGlassId, parseDelegationId, parseOfficialId } from './ids.ts';
import { parseEvent } from './parseEvent.ts';

const ulid = '01JD0000000000000000000001';
const by = parseOfficialId('JUS:i.shevchuk');
const payloads: readonly EventPayload[] = [
  cardEvent(),
  cardEvent({ title: null, abstract: 'A line\nand another', registeredAt: null, outgoingNumber: null, access: 'RESTRICTED' }),
  consignmentEvent(),
  intakeEvent(consignmentEvent(), { decision: 'GRANTED', decidedOn: '2026-03-05' }),
  officialEvent(),
  officialEvent({ duty: null, reference: parseAppointmentId(`JUS:appointment:${ulid}`) }),
  officialEvent({ reference: parseDelegationId(`JUS:delegation:${ulid}`) }),
  { type: 'regulation', version: 3 },
  { type: 'breakGlass', breakGlassId: parseBreakGlassId(`JUS:break-glass:${ulid}`), documentId: cardEvent().documentId, officialId: by },
  refusedEvent('JUS:i.shevchuk'),
  refusedEvent(null),
];
const acts = [
  act(),
  act({ official: null, institution: null, duties: [] }),
  act({ delegatedBy: [{ duty: 'REGISTRAR', by }], spanId: 'b7ad6b7169203331' }),
];
const told = acts.flatMap((each) => events(payloads, each));

describe('an event of a feed', () => {
  it.each(told.map((event) => [event.payload.type, event] as const))('is what was told: %s', (_, event) => {
    expect(parseEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  it.each([
    ['of the year 12026', { at: '+012026-03-01T09:00:00.000Z' }],
    ['of the year 0', { at: '0000-03-01T09:00:00.000Z' }],
    ['of another form of time', { at: '2026-03-01' }],
    ['with an id that is none', { id: 'x' }],
    ['by nobody’s name', { act: { ...act(), official: 'somebody' } }],
    ['in no trace', { act: { ...act(), traceId: 'here' } }],
    ['with a title that no database keeps', { payload: { ...cardEvent(), title: 'a\0b' } }],
    ['with a date that the calendar lacks', { payload: { ...cardEvent(), documentDate: '2026-02-30' } }],
    ['with a revision that is too large', { payload: { ...cardEvent(), revision: 2 ** 31 } }],
    ['of another kind than its id', { payload: { ...cardEvent(), kind: 'CourtRuling' } }],
    ['of a type that there is not', { payload: { type: 'rumour' } }],
    ['of nothing', { payload: null }],
  ])('is refused %s', (_, change) => {
    expect(() => parseEvent({ ...told[0], ...change })).toThrow(Refusal);
  });

  it('is refused or read whatever stands in it, and nothing else happens', () => {
    const anywhere = fc.tuple(fc.constantFrom(...told), fc.constantFrom('act', 'payload'), fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(anywhere, fc.nat(20), ([event, part, name, value], place) => {
        const whole = event[part as 'act' | 'payload'];
        const field = Object.keys(whole)[place] ?? name;
        try {
          parseEvent({ ...event, [part]: { ...whole, [field]: value } });
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
      { numRuns: 500 },
    );
  });
});
