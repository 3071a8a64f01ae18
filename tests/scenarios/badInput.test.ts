import type { Fault } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inputOf } from '../kit/builders.ts';
import { sideBySide } from '../kit/sideBySide.ts';
import { mutation, who } from './badInput/badCase.ts';
import { badDispatches, badResolutions } from './badInput/dispatches.ts';
import { halfAllowed, missingDuties, missingReadingDuties } from './badInput/duties.ts';
import { badExports } from './badInput/exports.ts';
import { badFilters } from './badInput/filters.ts';
import { expectRefusal, Hearing } from './badInput/hearing.ts';
import { malformedIds, malformedIdsAsked, unknownIds } from './badInput/ids.ts';
import { foreignKinds, requiredContent } from './badInput/kinds.ts';
import { badCursors, badEntryCounts, badPages } from './badInput/pages.ts';
import { foreignDocuments } from './badInput/parties.ts';
import { badAppointments, badDelegations } from './badInput/people.ts';
import { badRegulations } from './badInput/regulations.ts';
import { badRequestIds, repeats } from './badInput/repeats.ts';
import { badOperations, badRequests } from './badInput/requests.ts';
import { badScalars, badShapes } from './badInput/scalars.ts';
import { badSights } from './badInput/sights.ts';
import { commandNames, soundCommands } from './badInput/soundCommands.ts';
import { forbiddenConsignmentMoves, forbiddenDocumentMoves } from './badInput/states.ts';
import { badTexts } from './badInput/texts.ts';
import { badTokens } from './badInput/tokens.ts';

let hearing: Hearing;
beforeAll(async () => {
  hearing = await Hearing.open();
}, 120_000);
afterAll(() => hearing?.close());

const oneByOne = {
  'every move of a document that its lifecycle forbids': forbiddenDocumentMoves,
  'every move of a consignment that its lifecycle forbids': forbiddenConsignmentMoves,
  "what is another institution's": foreignDocuments,
  'what nobody has': unknownIds,
  dispatches: badDispatches,
  'request ids that are none': badRequestIds,
  resolutions: badResolutions,
  appointments: badAppointments,
  delegations: badDelegations,
  'sights in an emergency': badSights,
  'mutations of which the caller has no duty for a part': halfAllowed,
  'regulations and decisions about them': badRegulations,
  exports: badExports,
  'kinds of other institutions': foreignKinds,
  'inputs of the wrong shape': badShapes,
  'operations that are none': badOperations,
};
const byOperation = {
  'every command without its duty': missingDuties,
  'every question without its duty': missingReadingDuties,
  'malformed ids in commands': malformedIds,
  'malformed ids in questions': malformedIdsAsked,
  'texts that no document takes': badTexts,
  'values that are none': badScalars,
  pages: badPages,
  'numbers of entries': badEntryCounts,
  cursors: badCursors,
  filters: badFilters,
};

test('every command of the public graph is tried', () => {
  expect(soundCommands.map(({ name }) => name).toSorted()).toEqual(commandNames.toSorted());
});

describe.each(Object.entries(oneByOne))('refuses %s', (_, cases) => {
  test.each(cases)('$says', async (bad) => {
    await hearing.refuses(bad);
    await hearing.sawNoChange();
  });
});

describe.each(Object.entries(byOperation))('refuses %s', (_, cases) => {
  const groups = Map.groupBy(cases, ({ query }) => /(\w+)\(input|\{ (\w+)/.exec(query)?.slice(1).find(Boolean) ?? query);
  test.each([...groups].map(([name, group]) => ({ name, group, count: group.length })))('$name: $count', async ({ group }) => {
    // What is refused waits for the audit trail more than it works.
    await sideBySide(8, group, (bad) => hearing.refuses(bad));
    await hearing.sawNoChange();
  });
});

describe('refuses tokens', () => {
  test.each(badTokens)('$says', async ({ says, header, ...refused }) => {
    const authorization = await header(hearing.circuit.issuer);
    const headers = authorization === undefined ? {} : { authorization };
    const input = { documentId: hearing.stage.documents.SIGNED };
    const { errors, data } = await hearing.circuit.ask(mutation('registerDocument'), { input }, { as: null, headers });
    expectRefusal(errors, refused, says);
    expect(data).toBeNull();
    await hearing.sawNoChange();
  });
});

describe('refuses requests', () => {
  test.each(badRequests)(
    '$says',
    async ({ says, method = 'POST', type = 'application/json', body = null, search = '', status, code = 'BAD_INPUT', clause, simple }) => {
      const token = await hearing.circuit.token(who('JUS', 'REGISTRAR'));
      const deliberate = simple ? {} : { 'apollo-require-preflight': 'yes' };
      const headers = { authorization: `Bearer ${token}`, ...deliberate, ...(body === null ? {} : { 'content-type': type }) };
      const response = await fetch(`${hearing.circuit.graphql}${search}`, { method, headers, body });
      const { errors } = (await response.json()) as { readonly errors: readonly Fault[] };
      expect(response.status).toBe(status);
      expectRefusal(errors, clause === undefined ? { code } : { code, clause }, says);
      await hearing.sawNoChange();
    },
  );
});

describe('refuses to sign without what the kind asks for (§4.2)', () => {
  const revised = async (institution: string, kind: string, change: object): Promise<void> => {
    const input = { documentId: hearing.stage.drafts[kind], ...change };
    const { errors } = await hearing.circuit.ask(mutation(`revise${kind}`), { input }, { as: who(institution, 'CLERK') });
    expect(errors).toEqual([]);
  };
  test.each(requiredContent)('$kind without $field', async ({ kind, field, institution }) => {
    await hearing.expectsChange(() => revised(institution, kind, { [field]: null }));
    const input = { documentId: hearing.stage.drafts[kind] };
    const { errors } = await hearing.circuit.ask(mutation('signDocument'), { input }, { as: who(institution, 'SIGNATORY') });
    expectRefusal(errors, { code: 'CONTENT_INCOMPLETE', clause: '4.2', names: field }, `${kind} without ${field}`);
    await hearing.sawNoChange();
    await hearing.expectsChange(() => revised(institution, kind, { [field]: inputOf[kind]?.()[field] }));
  });
});

describe('refuses a request id', () => {
  test.each(repeats)('$says', async ({ first, again }) => {
    const { errors } = await hearing.circuit.ask(first.query, first.variables(hearing.stage), { as: first.as });
    expect(errors).toEqual([]);
    await hearing.comesToRest();
    await hearing.refuses(again);
    await hearing.sawNoChange();
  });
});

// What was refused was bad in one fact only: with sound input the same commands are carried out, on the same documents.
test.each(soundCommands)(
  '$name is carried out with sound input, and once when it comes three times at once',
  async ({ name, input, as }) => {
    const asked = { input: input(hearing.stage) };
    const answers = await Promise.all([1, 2, 3].map(() => hearing.circuit.ask(mutation(name), asked, { as })));
    const refused = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions?.code));
    const [code] = refused;
    expect(refused).toEqual(/^(draft|revise|dispatch|propose|ask|start)/.test(name) ? [] : [code, code]);
    expect(code).not.toBe('INTERNAL');
  },
);
