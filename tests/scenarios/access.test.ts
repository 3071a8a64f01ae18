import { enrol, institutionSeeds, officialSeeds } from '@chancery/circuit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { everythingFollowed } from '../kit/followedFeeds.ts';
import { delivered, type Travelling, type Walk } from '../kit/walks.ts';
import type { Who } from '../kit/who.ts';

// Who may do what with which document says tests/requirements/access-matrix.csv; here is what no cell of it holds.

const letter = (walk: Walk): Walk => ({ institution: 'NAR', kind: 'OfficialLetter', ...walk });
// The seeds lack an analyst of the exchange with clearance.
const analyst = { id: 'EXC:c.analyst', name: 'Cleared analyst', institution: 'EXC', clearance: true, duties: ['ANALYST'] } as const;

let circuit: TestCircuit;
let hidden: Travelling;
beforeAll(async () => {
  circuit = await startTestCircuit();
  await enrol(circuit.operator, institutionSeeds, [...officialSeeds, analyst]);
  hidden = await delivered(circuit.desk(), letter({ to: 'FIN', facts: { access: 'INTERNAL' } }));
  // §3.6 Of one year four RESTRICTED documents, of another five.
  const years = [1990, 1990, 1990, 1990, 1991, 1991, 1991, 1991, 1991];
  const restricted = (year: number) =>
    letter({ institution: 'STA', to: 'MOH', facts: { access: 'RESTRICTED', documentDate: `${year}-05-05` } });
  await Promise.all(years.map((year) => delivered(circuit.desk(), restricted(year))));
  await everythingFollowed(circuit);
}, 120_000);
afterAll(() => circuit?.close());

test.each(['MOH', 'STA'])('what may not be known of is answered to %s like what does not exist (§3.1, §3.2)', async (institution) => {
  const as: Who = { institution, duty: 'REGISTRAR' };
  const asked = (field: string, id: string) => circuit.ask(`query One($id: ID!) { ${field}(id: $id) { id } }`, { id }, { as });
  const invent = (id: string) => `${id.slice(0, -6)}ABCDEF`;
  for (const [field, real] of [
    ['document', hidden.id],
    ['consignment', hidden.sent.id],
  ] as const) {
    const [there, invented] = await Promise.all([asked(field, real), asked(field, invent(real))]);
    expect(there.errors).toEqual(invented.errors);
    expect(there.data).toEqual({ [field]: null });
    expect(invented.data).toEqual({ [field]: null });
  }
});

test('RESTRICTED documents are counted for analysts of the exchange in groups of five or more, without medians (§3.6)', async () => {
  const query = `{ exchangeStatistics(filter: { sender: ["STA"] }, groupBy: [YEAR]) { keys count medianHoursToRegister medianDaysToDecision } }`;
  const { data, errors } = await circuit.ask(query, {}, { as: 'EXC:c.analyst' });
  expect(errors).toEqual([]);
  expect(data).toEqual({ exchangeStatistics: [{ keys: ['1991'], count: 5, medianHoursToRegister: null, medianDaysToDecision: null }] });
});
