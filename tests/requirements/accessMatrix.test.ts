import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { everythingFollowed } from '../kit/followedFeeds.ts';
import { sideBySide } from '../kit/sideBySide.ts';
import { type Caller, callersOf, commandQuestions, type Question, readQuestions, relations } from './access/cells.ts';
import { commandAll, type Grounds, prepareGrounds } from './access/commands.ts';
import { nameOf, type Observed } from './access/observed.ts';
import { casts, enrolEverybody, type Parties, speakerFor } from './access/people.ts';
import { verdictOf } from './access/reading.ts';
import { makeShown, readAll, type Shown } from './access/reads.ts';
import { matrixTable } from './access/table.ts';

/** What answers with nothing where it may not be known, and says no word of it. */
const silent: readonly string[] = [
  'documents',
  'startExport',
  'exchangeStatistics',
  'auditEntries',
  'inbox',
  'Document.consignments',
  'Document.auditEntries',
  'Consignment.copy',
  'Consignment.copy.files',
  'Consignment.resolution',
];

test('the table is what the clauses say (renew it with `npx vitest -u accessMatrix`)', async () => {
  await expect(matrixTable()).toMatchFileSnapshot('./access-matrix.csv');
});

let circuit: TestCircuit;
const shown = new Map<Parties, readonly Shown[]>();
beforeAll(async () => {
  circuit = await startTestCircuit();
  await enrolEverybody(circuit);
  for (const parties of casts) shown.set(parties, await makeShown(circuit, parties));
  await everythingFollowed(circuit);
}, 240_000);
afterAll(() => circuit?.close());

/** Where what came of a caller's questions is not what the clauses say. */
function differences(caller: Caller, questions: readonly Question[], observed: ReadonlyMap<string, Observed>): readonly string[] {
  return questions.flatMap((question) => {
    const { may, clauses } = verdictOf({ ...caller, ...question });
    const came = observed.get(nameOf(question));
    const isDuty = /^2\.3/.test(clauses[0] ?? '');
    const isTold =
      came?.may === false && (came.clause === clauses[0] || (came.clause === null && !isDuty && silent.includes(question.operation)));
    if (came?.may === may && (may || isTold)) return [];
    const who = `${caller.relation} ${caller.duty} ${caller.cleared ? 'cleared' : 'not cleared'}`;
    return [`${who}, ${nameOf(question)}: expected ${may ? 'yes' : 'no'} ${clauses.join(' ')}, got ${JSON.stringify(came)}`];
  });
}

describe.each(casts)('documents from $author to $recipient', (parties) => {
  test.each(relations)(
    'are read by the %s as the clauses say (§2.3.5, §2.3.6, §2.5.3, §3.1, §3.2, §3.4, §3.6, §3.12, §3.13, §10.3, §10.4)',
    async (relation) => {
      const found: string[] = [];
      await sideBySide(6, callersOf(relation), async (caller) => {
        const observed = await readAll(circuit, parties, speakerFor(parties, caller), shown.get(parties) ?? []);
        found.push(...differences(caller, readQuestions, observed));
      });
      expect(found).toEqual([]);
    },
    240_000,
  );
});

describe.each(casts)('commands on documents from $author to $recipient', (parties) => {
  let grounds: Grounds;
  beforeAll(async () => {
    grounds = await prepareGrounds(circuit, parties, relations.flatMap(callersOf));
  }, 240_000);

  test.each(relations)(
    'are given by the %s as the clauses say (§2.3.1-2.3.4, §2.5.3, §3.1-§3.5)',
    async (relation) => {
      const found: string[] = [];
      await sideBySide(6, callersOf(relation), async (caller) => {
        found.push(...differences(caller, commandQuestions, await commandAll(circuit, parties, caller, grounds)));
      });
      expect(found).toEqual([]);
    },
    240_000,
  );
});
