import type { ServiceEntry } from '@chancery/trust';
import { describe, expect, it } from 'vitest';
import { cardEvent, consignmentEvent, events, FIN, intakeEvent, JUS, refusedEvent } from '../../tests/kit/eventBuilders.ts';
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
const all = events([cardEvent(), cardEvent({ institution: FIN }), toFinance, intakeEvent(toFinance), refusedEvent(null)]);
const types = async (source: ServiceEntry) => (await ownEvents(directory, source, all)).map(({ payload }) => payload.type);

describe('of what a feed tells', () => {
  it('a perimeter is believed about its own documents, its own intakes and its refusals', async () => {
    expect(await types(service('justice', 'perimeter'))).toEqual(['document', 'refused']);
    expect(await types(service('finance', 'perimeter'))).toEqual(['document', 'intake', 'refused']);
  });

  it('the exchange is believed about consignments and its refusals', async () => {
    expect(await types(service('exchange', 'exchange'))).toEqual(['consignment', 'refused']);
  });

  it('nobody is believed about an institution other than the one that the id names', async () => {
    const forged = { ...cardEvent(), institution: FIN };
    expect(await ownEvents(directory, service('finance', 'perimeter'), events([forged]))).toEqual([]);
    expect(await ownEvents(directory, service('justice', 'perimeter'), events([forged]))).toEqual([]);
  });

  it('a perimeter is not believed about an act that was refused on what is another’s', async () => {
    const refused = events(['JUS:LegalOpinion:01JD0000000000000000000001', 'ZZZ:01JD0000000000000000000001'].map(refusedEvent));
    expect(await ownEvents(directory, service('justice', 'perimeter'), refused)).toHaveLength(1);
    expect(await ownEvents(directory, service('finance', 'perimeter'), refused)).toEqual([]);
    expect(await ownEvents(directory, service('exchange', 'exchange'), refused)).toHaveLength(2);
  });

  it('nothing is lost while the directory does not know the institution', async () => {
    const unknown = { ...cardEvent(), documentId: 'MOH:Letter:01JD0000000000000000000001' } as ReturnType<typeof cardEvent>;
    await expect(ownEvents(directory, service('health', 'perimeter'), events([unknown]))).rejects.toThrow('MOH');
  });
});
