import { enrol, institutionSeeds, officialSeeds } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { everythingFollowed } from '../kit/followedFeeds.ts';
import { delivered } from '../kit/walks.ts';
import type { Who } from '../kit/who.ts';
import { casts, type Parties, type Subject, walkOf, writeDocuments } from './access/documents.ts';
import { expectedSights, type Relation } from './access/expected.ts';
import { sightOf } from './access/sights.ts';

// The seeds lack an analyst of the exchange with clearance, and registrars without.
const others = [
  { id: 'EXC:c.analyst', name: 'Cleared analyst', institution: 'EXC', clearance: true, duties: ['ANALYST'] },
  { id: 'NAR:u.registrar', name: 'Uncleared registrar', institution: 'NAR', clearance: false, duties: ['REGISTRAR'] },
  { id: 'FIN:u.registrar', name: 'Uncleared registrar', institution: 'FIN', clearance: false, duties: ['REGISTRAR'] },
] as const;

let circuit: TestCircuit;
const subjects = new Map<Parties, readonly Subject[]>();
beforeAll(async () => {
  circuit = await startTestCircuit();
  await enrol(circuit.operator, institutionSeeds, [...officialSeeds, ...others]);
  for (const parties of casts) subjects.set(parties, await writeDocuments(circuit, parties));
  // §3.6 Of one year four RESTRICTED documents, of another five.
  const years = [1990, 1990, 1990, 1990, 1991, 1991, 1991, 1991, 1991];
  await Promise.all(years.map((year) => delivered(circuit.desk(), walkOf({ author: 'STA', recipient: 'MOH' }, 'RESTRICTED', year))));
  await everythingFollowed(circuit);
}, 120_000);
afterAll(() => circuit?.close());

/** Those with clearance are registrars, those without clerks; outside the parties analysts, who know no more than any other official there. */
function viewer({ author, recipient, third, neighbour }: Parties, relation: Relation, cleared: boolean): Who {
  switch (relation) {
    case 'author':
      return { institution: author, duty: cleared ? 'REGISTRAR' : 'CLERK' };
    case 'recipient':
      return { institution: recipient, duty: cleared ? 'REGISTRAR' : 'CLERK' };
    case 'third':
      return { institution: third, duty: cleared ? 'REGISTRAR' : 'ANALYST' };
    case 'neighbour':
      return { institution: neighbour, duty: cleared ? 'REGISTRAR' : 'ANALYST' };
    case 'analyst of EXC':
      return cleared ? 'EXC:c.analyst' : 'EXC:s.hrytsenko';
  }
}

describe.each(casts)('of documents from $author to $recipient', (parties) => {
  test.each(expectedSights)('$relation sees what the regulation says (cleared: $cleared)', async ({ relation, cleared, sight }) => {
    expect(await sightOf(circuit, viewer(parties, relation, cleared), subjects.get(parties) ?? [], parties)).toEqual(sight);
  });

  test('an auditor of the exchange sees of documents what any other institution sees', async () => {
    const third = expectedSights.find(({ relation, cleared }) => relation === 'third' && cleared)?.sight;
    expect(await sightOf(circuit, { institution: 'EXC', duty: 'AUDITOR' }, subjects.get(parties) ?? [], parties)).toEqual(third);
  });
});

describe('what may not be known of', () => {
  const asked = (field: 'document' | 'consignment', id: string, as: Who) =>
    circuit.ask(`query One($id: ID!) { ${field}(id: $id) { id } }`, { id }, { as });
  const hidden = () => subjects.get(casts[0] as Parties)?.find(({ row }) => row === 'INTERNAL REGISTERED');
  const invent = (id: string) => `${id.slice(0, -6)}ABCDEF`;

  test.each(['MOH', 'STA'])('is answered to %s like what does not exist', async (institution) => {
    const as: Who = { institution, duty: 'REGISTRAR' };
    const { id = '', consignmentId } = hidden() ?? {};
    for (const [field, real] of [
      ['document', id],
      ['consignment', consignmentId ?? ''],
    ] as const) {
      const [there, invented] = await Promise.all([asked(field, real, as), asked(field, invent(real), as)]);
      expect(there.errors).toEqual(invented.errors);
      expect(there.data).toEqual({ [field]: null });
      expect(invented.data).toEqual({ [field]: null });
    }
  });

  test.each([
    ['fileDocument', 'NAR', { caseFile: '04-12' }, 'DOCUMENT_NOT_FOUND'],
    ['dispatchDocument', 'NAR', { to: ['MOH'] }, 'DOCUMENT_NOT_FOUND'],
    ['withdrawConsignment', 'NAR', { reason: 'Sent too early.' }, 'CONSIGNMENT_NOT_FOUND'],
    ['registerConsignment', 'FIN', {}, 'CONSIGNMENT_NOT_FOUND'],
    ['refuseConsignment', 'FIN', { reason: 'OTHER' }, 'CONSIGNMENT_NOT_FOUND'],
  ])('cannot be acted on either: %s by %s without clearance', async (name, institution, input, code) => {
    const { id, consignmentId } = subjects.get(casts[0] as Parties)?.find(({ row }) => row === 'RESTRICTED REGISTERED') ?? {};
    const named = code === 'DOCUMENT_NOT_FOUND' ? { documentId: id } : { consignmentId };
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const mutation = `mutation Act($input: ${type}!) { ${name}(input: $input) { __typename } }`;
    const { data, errors } = await circuit.ask(mutation, { input: { ...named, ...input } }, { as: `${institution}:u.registrar` });
    expect(data).toEqual({ [name]: null });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual([code]);
  });

  test('is counted for analysts of the exchange in groups of five or more, without medians (§3.6)', async () => {
    const query = `{ exchangeStatistics(filter: { sender: ["STA"] }, groupBy: [YEAR]) { keys count medianHoursToRegister medianDaysToDecision } }`;
    const { data, errors } = await circuit.ask(query, {}, { as: 'EXC:c.analyst' });
    expect(errors).toEqual([]);
    expect(data).toEqual({ exchangeStatistics: [{ keys: ['1991'], count: 5, medianHoursToRegister: null, medianDaysToDecision: null }] });
  });
});
