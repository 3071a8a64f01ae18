import type { ExchangeEvent } from '@chancery/domain';
import type { ServiceEntry } from '@chancery/trust';
import { describe, expect, it } from 'vitest';
import {
  act,
  cardEvent,
  consignmentEvent,
  events,
  exportEvent,
  FIN,
  intakeEvent,
  JUS,
  officialEvent,
  refusedEvent,
} from '../../tests/kit/eventBuilders.ts';
import { ownEvents } from './ownEvents.ts';

const servers = new Map([
  ['JUS', 'justice'],
  ['FIN', 'finance'],
]);
let asked = 0;
const directory = {
  institution: (code: string) => {
    const server = servers.get(code);
    return server === undefined ? undefined : { code: code === 'JUS' ? JUS : FIN, name: code, server, seals: [] };
  },
  refresh: async () => void asked++,
};
const service = (name: string, role: ServiceEntry['role']): ServiceEntry => ({ name, role, url: 'http://127.0.0.1:9', publicKey: {} });
const toFinance = consignmentEvent();
/** Services themselves, on nobody's behalf. */
const byNobody = act({ official: null, institution: null, duties: [] });
const all = events(
  [cardEvent(), cardEvent({ institution: FIN }), toFinance, intakeEvent(toFinance), officialEvent(), refusedEvent(null)],
  byNobody,
);
const types = async (source: ServiceEntry) => (await ownEvents(directory, source, all)).map(({ payload }) => payload.type);

describe('of what a feed tells', () => {
  it('a perimeter is believed about its own documents, its own intakes and its refusals', async () => {
    expect(await types(service('justice', 'perimeter'))).toEqual(['document', 'refused']);
    expect(await types(service('finance', 'perimeter'))).toEqual(['document', 'intake', 'refused']);
  });

  it('a perimeter is not believed that another institution’s official changed what is its own', async () => {
    const forged = events([cardEvent(), refusedEvent(null)], act({ institution: FIN }));
    expect((await ownEvents(directory, service('justice', 'perimeter'), forged)).map(({ payload }) => payload.type)).toEqual(['refused']);
  });

  it('the exchange is believed about consignments and its refusals', async () => {
    expect(await types(service('exchange', 'exchange'))).toEqual(['consignment', 'refused']);
  });

  it('the directory is believed about officials and its refusals', async () => {
    expect(await types(service('directory', 'directory'))).toEqual(['official', 'refused']);
  });

  it('who made an export is believed about it: a perimeter of its own institutions’, a service of its own', async () => {
    const made = events([exportEvent(JUS), exportEvent(FIN), exportEvent('catalogue'), exportEvent('directory')], byNobody);
    const owners = async (source: ServiceEntry) =>
      (await ownEvents(directory, source, made)).map(({ payload }) => payload.type === 'export' && payload.exportId.split(':')[0]);
    expect(await owners(service('justice', 'perimeter'))).toEqual(['JUS']);
    expect(await owners(service('finance', 'perimeter'))).toEqual(['FIN']);
    expect(await owners(service('catalogue', 'catalogue'))).toEqual(['catalogue']);
    expect(await owners(service('directory', 'directory'))).toEqual(['directory']);
    // Whoever acts for another institution takes nothing out of this one.
    const forged = events([exportEvent(JUS)], act({ institution: FIN }));
    expect(await ownEvents(directory, service('justice', 'perimeter'), forged)).toEqual([]);
  });

  it('nobody is believed about an institution other than the one that the id names', async () => {
    const forged = { ...cardEvent(), institution: FIN };
    expect(await ownEvents(directory, service('finance', 'perimeter'), events([forged]))).toEqual([]);
    expect(await ownEvents(directory, service('justice', 'perimeter'), events([forged]))).toEqual([]);
  });

  it('what a perimeter refused about what is another’s is kept, without the id', async () => {
    const named = 'JUS:LegalOpinion:01JD0000000000000000000001';
    const refused = events([named, 'ZZZ:01JD0000000000000000000001'].map(refusedEvent));
    const subjects = async (source: ServiceEntry) =>
      (await ownEvents(directory, source, refused)).map(({ payload }) => payload.type === 'refused' && payload.subject);
    expect(await subjects(service('justice', 'perimeter'))).toEqual([named, null]);
    expect(await subjects(service('finance', 'perimeter'))).toEqual([null, null]);
    expect(await subjects(service('exchange', 'exchange'))).toEqual([named, 'ZZZ:01JD0000000000000000000001']);
  });

  it('nothing is lost while the directory has not heard of the institution yet; an hour later there is none', async () => {
    const documentId = 'MOH:Letter:01JD0000000000000000000001';
    const [unknown] = events([{ ...cardEvent(), documentId } as ReturnType<typeof cardEvent>, cardEvent()]) as [ExchangeEvent];
    const heard = (event: ExchangeEvent, minutes: number) =>
      ownEvents(directory, service('health', 'perimeter'), [event], new Date(Date.parse(unknown.at) + minutes * 60_000));

    await expect(heard(unknown, 59)).rejects.toThrow('MOH');
    expect(await heard(unknown, 61)).toEqual([]);
    // What lies about its time would wait for ever.
    expect(await heard({ ...unknown, claimedAt: '2100-01-01T00:00:00.000Z' }, 0)).toEqual([]);
  });

  it('the directory is asked once, however many institutions are named that nobody knows', async () => {
    const named = Array.from({ length: 100 }, (_, index) => refusedEvent(`ZZ${index}:01JD0000000000000000000001`));
    asked = 0;
    expect(await ownEvents(directory, service('justice', 'perimeter'), events(named))).toHaveLength(100);
    expect(asked).toBe(1);
  });
});
