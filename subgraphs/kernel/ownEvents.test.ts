import type { ServiceEntry } from '@chancery/trust';
import { describe, expect, it } from 'vitest';
import {
  act,
  cardEvent,
  consignmentEvent,
  events,
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
const directory = {
  findInstitution: async (code: string) => {
    const server = servers.get(code);
    return server === undefined ? undefined : { code: code === 'JUS' ? JUS : FIN, name: code, server, sealKey: null };
  },
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

  it('nothing is lost while the directory does not know the institution', async () => {
    const unknown = { ...cardEvent(), documentId: 'MOH:Letter:01JD0000000000000000000001' } as ReturnType<typeof cardEvent>;
    await expect(ownEvents(directory, service('health', 'perimeter'), events([unknown]))).rejects.toThrow('MOH');
  });
});
