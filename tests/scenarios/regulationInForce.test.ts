import { setTimeout as pause } from 'node:timers/promises';
import { type Desk, dispatch, enrol, fileDocument, institutionSeeds, type OfficialSeed, officialSeeds } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { rowsOf } from '../kit/rows.ts';
import { delivered, drafted, received, registered, signed, type Written } from '../kit/walks.ts';
import type { Who } from '../kit/who.ts';

const operator: Who = { institution: 'EXC', duty: 'OPERATOR' };
const officer: Who = { institution: 'EXC', duty: 'SECURITY_OFFICER' };
const auditor: Who = { institution: 'EXC', duty: 'AUDITOR' };
const clerk: Who = { institution: 'JUS', duty: 'CLERK' };
const signatory: Who = { institution: 'JUS', duty: 'SIGNATORY' };
const registrar: Who = { institution: 'JUS', duty: 'REGISTRAR' };
const payer: Who = { institution: 'FIN', duty: 'SIGNATORY' };
const bookkeeper: Who = { institution: 'FIN', duty: 'REGISTRAR' };
const secondPayer = 'FIN:o.second';
/** Drafts, submits and signs: nobody's four eyes. */
const jack = 'JUS:j.jack';

const others: readonly OfficialSeed[] = [
  { id: secondPayer, name: 'Olha Second', institution: 'FIN', clearance: true, duties: ['SIGNATORY'] },
  { id: jack, name: 'Jack Ofall', institution: 'JUS', clearance: true, duties: ['CLERK', 'SIGNATORY'] },
];

let circuit: TestCircuit;
let desk: Desk;
/** What was written before the second version took effect. */
let before: {
  readonly filed: Written;
  readonly registered: Written;
  readonly signed: Written;
  readonly order: Written;
  readonly consignment: string;
  readonly at: Date;
};

beforeAll(async () => {
  circuit = await startTestCircuit();
  await enrol(circuit.operator, institutionSeeds, [...officialSeeds, ...others]);
  desk = circuit.desk();
  const filed = await registered(desk);
  await fileDocument(desk, 'JUS', filed.id, '04-12');
  const [kept, ready, order, there] = await Promise.all([
    registered(circuit.desk()),
    signed(circuit.desk()),
    signed(circuit.desk(), { institution: 'FIN', kind: 'PaymentOrder' }),
    delivered(circuit.desk()),
  ]);
  before = { filed, registered: kept, signed: ready, order, consignment: there.sent.id, at: new Date() };
}, 60_000);
afterAll(() => circuit?.close());

/** The answer to a command or a question, as data or as the code and clause of its one refusal. */
async function asked(query: string, variables: object, as: Who): Promise<unknown> {
  const { data, errors } = await circuit.ask<Record<string, unknown>>(query, variables, { as });
  const [error] = errors;
  return error === undefined ? Object.values(data ?? {})[0] : `${error.extensions?.code} ${error.extensions?.clause}`;
}

function run(name: string, input: object, as: Who, selection: string): Promise<unknown> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return asked(`mutation Run($input: ${type}!) { ${name}(input: $input) { ${selection} } }`, { input }, as);
}

const onDocument = (name: string, { id }: Written, as: Who, more: object = {}): Promise<unknown> =>
  run(name, { documentId: id, ...more }, as, 'document { status }');
const status = (is: string) => ({ document: { status: is } });

const card = `query Card($id: ID!) { document(id: $id) {
  title status outgoingNumber registeredAt caseFile retention { schedule keptUntil regulation } signatures { official { id } }
} }`;
const cardOf = ({ id }: Written, as: Who): Promise<unknown> => asked(card, { id }, as);

const whole = `version state effectiveFrom note approvals signatories { kind count } routes { from to kinds open }
  numbering { institution direction kind pattern } retention { kind schedule years trigger disposition }
  deadlines { registerDays executeDays deliveryHours longestDeliveryHours } proposedBy { name } decidedBy { name } reason`;

const proposal = {
  note: 'Opinions are approved, orders are signed twice.',
  approvals: ['LegalOpinion'],
  signatories: [{ kind: 'PaymentOrder', count: 2 }],
  routes: [
    { from: 'JUS', to: 'FIN', kinds: ['CourtRuling'], open: false },
    { from: '*', to: '*', kinds: ['*'] },
  ],
  numbering: [
    { institution: 'FIN', direction: 'OUTGOING', kind: 'PaymentOrder', pattern: '{year}/PAY/{number:3}' },
    { institution: 'FIN', direction: 'INCOMING', pattern: '{year}-{number}' },
    { institution: 'NAR', direction: 'OUTGOING', pattern: '{year}/{number}' },
    { institution: 'STA', direction: 'OUTGOING', pattern: '{year}/{number}' },
  ],
  retention: [
    { kind: 'PaymentOrder', schedule: 'FIN-10', years: 10, trigger: 'FILED', disposition: 'DESTROY' },
    { kind: '*', schedule: 'GEN-03', years: 3, disposition: 'TRANSFER' },
  ],
  deadlines: { registerDays: 2, executeDays: 7, deliveryHours: 12, longestDeliveryHours: 36 },
};

/** Every service follows the directory each second. */
const heard = () => pause(2_500);
const hours = (moment: string, since: string): number => (Date.parse(moment) - Date.parse(since)) / 3_600_000;

describe('a new version of the regulation', () => {
  test('is proposed by an operator of the exchange, whole in what it says (§16.2.1)', async () => {
    expect(await run('proposeRegulation', proposal, operator, `regulation { ${whole} }`)).toEqual({
      regulation: {
        ...proposal,
        routes: [proposal.routes[0], { ...proposal.routes[1], open: true }],
        numbering: proposal.numbering.map((row) => ({ kind: '*', ...row })),
        retention: [proposal.retention[0], { ...proposal.retention[1], trigger: 'YEAR_END' }],
        version: 2,
        state: 'PROPOSED',
        effectiveFrom: null,
        proposedBy: { name: 'Denys Ilchenko' },
        decidedBy: null,
        reason: null,
      },
    });
    expect(await run('proposeRegulation', proposal, officer, 'regulation { version }')).toBe('DUTY_REQUIRED 16.2.1');
  });

  test('changes nothing before it is confirmed, and is for the exchange alone to see', async () => {
    expect(await asked('{ regulation { version approvals } }', {}, clerk)).toEqual({ version: 1, approvals: [] });
    expect(await asked('{ regulation(version: 2) { version } }', {}, clerk)).toBe('REGULATION_UNKNOWN 16.1');
    const list = '{ regulations { edges { node { version state } } } }';
    expect(await asked(list, {}, clerk)).toEqual({ edges: [{ node: { version: 1, state: 'CONFIRMED' } }] });
    expect(await asked(list, {}, officer)).toMatchObject({
      edges: [{ node: { version: 2, state: 'PROPOSED' } }, { node: { version: 1 } }],
    });
  });

  test('is not confirmed by who proposed it, nor by another institution', async () => {
    expect(await run('confirmRegulation', { version: 2 }, operator, 'regulation { version }')).toBe('CONFIRMER_IS_PROPOSER 16.2');
    expect(await run('confirmRegulation', { version: 2 }, { institution: 'JUS', duty: 'SECURITY_OFFICER' }, 'regulation { version }')).toBe(
      'DUTY_REQUIRED 16.2.2',
    );
  });

  test('takes effect at once when another official confirms it, and once', async () => {
    const confirming = { version: 2, requestId: 'confirm-2' };
    const confirmed = {
      regulation: { version: 2, state: 'CONFIRMED', effectiveFrom: expect.any(String), decidedBy: { name: 'Yurii Koshel' } },
    };
    const selection = 'regulation { version state effectiveFrom decidedBy { name } }';
    expect(await run('confirmRegulation', confirming, officer, selection)).toEqual(confirmed);
    expect(await run('confirmRegulation', confirming, officer, selection)).toEqual(confirmed);
    expect(await run('confirmRegulation', { version: 2 }, officer, selection)).toBe('PROPOSAL_DECIDED 16.3');
    expect(await asked('{ regulation { version } }', {}, clerk)).toEqual({ version: 2 });
    await heard();
  });

  test('leaves the one before it to be read (§16.3)', async () => {
    const version = `query Version($at: DateTime) { regulation(at: $at) { version approvals } }`;
    expect(await asked(version, { at: before.at.toISOString() }, clerk)).toEqual({ version: 1, approvals: [] });
    expect(await asked('{ regulation(version: 1) { version signatories { count } } }', {}, clerk)).toEqual({ version: 1, signatories: [] });
    expect(await asked(version, { at: '1999-01-01T00:00:00Z' }, clerk)).toEqual({ version: 0, approvals: [] });
  });
});

describe('a kind that is approved (§4.5)', () => {
  let opinion: Written;

  test('is not signed as a draft', async () => {
    opinion = await drafted(circuit.desk());
    expect(await onDocument('signDocument', opinion, signatory)).toBe('APPROVAL_MISSING 4.5');
    expect(await onDocument('submitDocument', opinion, clerk)).toEqual(status('IN_APPROVAL'));
    expect(await onDocument('signDocument', opinion, signatory)).toBe('APPROVAL_MISSING 4.5');
    expect(await onDocument('reviseLegalOpinion', opinion, clerk, { title: 'Other' })).toBe('DOCUMENT_NOT_DRAFT 4.4');
  });

  test('is given back with a reason, revised and submitted again', async () => {
    expect(await onDocument('returnDocument', opinion, signatory, { reason: 'The basis is missing.' })).toEqual(status('RETURNED'));
    expect(await onDocument('submitDocument', opinion, clerk)).toBe('DOCUMENT_NOT_DRAFT 4.4');
    const told = 'query Told($id: ID!) { document(id: $id) { approval { returnedReason returnedBy { name } approvedBy { name } } } }';
    expect(await asked(told, { id: opinion.id }, clerk)).toEqual({
      approval: { returnedReason: 'The basis is missing.', returnedBy: { name: 'Ihor Shevchuk' }, approvedBy: null },
    });
    expect(await onDocument('reviseLegalOpinion', opinion, clerk, { title: 'With its basis' })).toEqual(status('DRAFT'));
    expect(await onDocument('submitDocument', opinion, clerk)).toEqual(status('IN_APPROVAL'));
  });

  test('is found by its status', async () => {
    const waiting = '{ documents(filter: { status: [IN_APPROVAL] }) { edges { node { id } } } }';
    await expect.poll(() => asked(waiting, {}, signatory), { timeout: 5_000 }).toEqual({ edges: [{ node: { id: opinion.id } }] });
  });

  test('is signed once a signatory has approved it', async () => {
    expect(await onDocument('approveDocument', opinion, signatory)).toEqual(status('APPROVED'));
    expect(await onDocument('signDocument', opinion, signatory)).toEqual(status('SIGNED'));
    expect(await onDocument('registerDocument', opinion, registrar)).toEqual(status('REGISTERED'));
  });

  test('is not approved by who drafted or submitted it (§4.6)', async () => {
    const own = (await run('draftLegalOpinion', { title: 'My own' }, jack, 'document { id }')) as { document: { id: string } };
    const mine = { ...opinion, id: own.document.id };
    expect(await onDocument('submitDocument', mine, clerk)).toEqual(status('IN_APPROVAL'));
    expect(await onDocument('approveDocument', mine, jack)).toBe('APPROVER_IS_AUTHOR 4.6');
    const theirs = await drafted(circuit.desk());
    expect(await onDocument('submitDocument', theirs, jack)).toEqual(status('IN_APPROVAL'));
    expect(await onDocument('approveDocument', theirs, jack)).toBe('APPROVER_IS_AUTHOR 4.6');
    expect(await onDocument('approveDocument', theirs, signatory)).toEqual(status('APPROVED'));
  });

  test('is the only one: a court ruling is signed as a draft', async () => {
    const ruling = await drafted(circuit.desk(), { kind: 'CourtRuling' });
    expect(await onDocument('signDocument', ruling, signatory)).toEqual(status('SIGNED'));
  });
});

describe('a kind that two sign (§5.2)', () => {
  let order: Written;

  test('is not registered after the first signature', async () => {
    order = await signed(circuit.desk(), { institution: 'FIN', kind: 'PaymentOrder' });
    expect(await onDocument('registerDocument', order, bookkeeper)).toBe('SIGNATURES_MISSING 5.2');
  });

  test('is not signed twice by one official', async () => {
    expect(await onDocument('signDocument', order, payer)).toBe('ALREADY_SIGNED 5.2');
  });

  test('is registered after the second, under a number of its own pattern (§6.4)', async () => {
    expect(await onDocument('signDocument', order, secondPayer)).toEqual(status('SIGNED'));
    expect(await onDocument('signDocument', order, secondPayer)).toBe('DOCUMENT_NOT_DRAFT 4.4');
    const number = await run('registerDocument', { documentId: order.id }, bookkeeper, 'outgoingNumber');
    expect(number).toEqual({ outgoingNumber: expect.stringMatching(/^\d{4}\/PAY\/001$/) });
  });

  test('is delivered with both signatures', async () => {
    const [sent] = await dispatch(circuit.desk(), 'FIN', order.id, ['MOH']);
    const copy = 'query Copy($id: ID!) { consignment(id: $id) { state copy { signatures { official { id } } } } }';
    await expect
      .poll(() => asked(copy, { id: sent?.id }, { institution: 'MOH', duty: 'REGISTRAR' }), { timeout: 10_000 })
      .toEqual({ state: 'DELIVERED', copy: { signatures: [{ official: { id: 'FIN:t.rudenko' } }, { official: { id: secondPayer } }] } });
  });

  test('carries its own retention once it is filed (§12.1)', async () => {
    await fileDocument(circuit.desk(), 'FIN', order.id, '10-01');
    const year = new Date().getUTCFullYear();
    expect(await cardOf(order, bookkeeper)).toMatchObject({
      retention: { schedule: 'FIN-10', keptUntil: expect.stringMatching(`^${year + 10}-`), regulation: 2 },
    });
  });
});

test('two institutions on one server write their numbers the same way', async () => {
  const letters = await Promise.all(['NAR', 'STA'].map((institution) => signed(circuit.desk(), { institution, kind: 'OfficialLetter' })));
  const numbers = letters.map(({ id, institution }) =>
    run('registerDocument', { documentId: id }, { institution, duty: 'REGISTRAR' }, 'outgoingNumber'),
  );
  const first = { outgoingNumber: `${new Date().getUTCFullYear()}/1` };
  expect(await Promise.all(numbers)).toEqual([first, first]);
});

describe('a closed way (§7.9)', () => {
  test('is closed for its kind, before anything is released', async () => {
    const ruling = await registered(circuit.desk(), { kind: 'CourtRuling' });
    const sending = (to: readonly string[]) => run('dispatchDocument', { documentId: ruling.id, to }, registrar, 'dispatch { id }');
    expect(await sending(['FIN'])).toBe('ROUTE_CLOSED 7.9');
    expect(await sending(['MOH', 'FIN', 'NAR'])).toBe('ROUTE_CLOSED 7.9');
    const released = 'SELECT dispatch_id FROM release WHERE document_id = $1';
    expect(await rowsOf(circuit.databaseUrl('justice'), released, [ruling.id])).toEqual([]);
    const sent = 'SELECT id FROM consignment WHERE document_id = $1';
    expect(await rowsOf(circuit.databaseUrl('exchange'), sent, [ruling.id])).toEqual([]);
    expect(await sending(['MOH', 'NAR'])).toEqual({ dispatch: { id: expect.any(String) } });
  });

  test('is open for other kinds', async () => {
    expect(await run('dispatchDocument', { documentId: before.registered.id, to: ['FIN'] }, registrar, 'dispatch { id }')).toEqual({
      dispatch: { id: expect.any(String) },
    });
  });
});

describe('deadlines', () => {
  test('of a dispatch are those of the version, and bounded by it (§7.4, §11.1)', async () => {
    const { id: documentId } = await registered(circuit.desk(), { kind: 'CourtRuling' });
    const sending = (more: object) =>
      run(
        'dispatchDocument',
        { documentId, to: ['MOH'], ...more },
        registrar,
        'dispatch { dispatchedAt registerBy consignments { expiresAt } }',
      );
    const sent = (await sending({})) as {
      dispatch: { dispatchedAt: string; registerBy: string; consignments: [{ expiresAt: string }] };
    };
    const { dispatchedAt, registerBy, consignments } = sent.dispatch;
    expect([hours(registerBy, dispatchedAt), hours(consignments[0].expiresAt, dispatchedAt)]).toEqual([48, 12]);
    expect(await sending({ expiresAt: new Date(Date.now() + 37 * 3_600_000) })).toBe('DEADLINE_TOO_FAR 7.4');
  });

  test('of a resolution, and numbers and retention at the recipient, are those of the version (§6.4, §11.2, §12.1)', async () => {
    const there = await received(circuit.desk(), { kind: 'CourtRuling', to: 'MOH' });
    const resolution = { consignmentId: there.sent.id, executor: 'MOH:y.harasym', instruction: 'Answer.' };
    const by: Who = { institution: 'MOH', duty: 'SIGNATORY' };
    const selection = 'consignment { resolution { issuedAt dueAt } }';
    const { consignment } = (await run('issueResolution', resolution, by, selection)) as {
      consignment: { resolution: { issuedAt: string; dueAt: string } };
    };
    expect(hours(consignment.resolution.dueAt, consignment.resolution.issuedAt)).toBe(7 * 24);
    const filing = { consignmentId: there.sent.id, caseFile: '11-03' };
    expect(
      await run(
        'fileConsignment',
        filing,
        { institution: 'MOH', duty: 'REGISTRAR' },
        'consignment { retention { schedule trigger keptUntil } }',
      ),
    ).toEqual({
      consignment: { retention: { schedule: 'GEN-03', trigger: 'YEAR_END', keptUntil: `${new Date().getUTCFullYear() + 3}-12-31` } },
    });
    const incoming = await run('registerConsignment', { consignmentId: before.consignment }, bookkeeper, 'incomingNumber');
    expect(incoming).toEqual({ incomingNumber: expect.stringMatching(/^\d{4}-1$/) });
  });
});

describe('what was written before', () => {
  test('stays as it was', async () => {
    expect(await cardOf(before.filed, registrar)).toMatchObject({
      status: 'FILED',
      outgoingNumber: expect.stringMatching(/^JUS-\d{4}\/00000\d$/),
      retention: { schedule: 'GENERAL', keptUntil: `${new Date().getUTCFullYear() + 5}-12-31`, regulation: 1 },
    });
    expect(await cardOf(before.registered, registrar)).toMatchObject({ status: 'REGISTERED', retention: null });
  });

  test('goes on: a signed opinion needs no approval any more, a signed order one signature more', async () => {
    expect(await onDocument('registerDocument', before.signed, registrar)).toEqual(status('REGISTERED'));
    expect(await onDocument('registerDocument', before.order, bookkeeper)).toBe('SIGNATURES_MISSING 5.2');
    expect(await onDocument('signDocument', before.order, secondPayer)).toEqual(status('SIGNED'));
    expect(await onDocument('registerDocument', before.order, bookkeeper)).toEqual(status('REGISTERED'));
  });
});

describe('a version', () => {
  test.each([
    ["UPDATE regulation SET note = 'Other' WHERE version = 2", 'never edited'],
    ['DELETE FROM regulation_decision WHERE version = 2', 'never edited'],
    ['TRUNCATE regulation CASCADE', 'never edited'],
  ])('is never edited: %s', async (statement, why) => {
    await expect(rowsOf(circuit.databaseUrl('directory'), statement)).rejects.toThrow(why);
  });

  test('is declined with a reason, and lapses or is overtaken', async () => {
    const version = async () => {
      const made = (await run('proposeRegulation', { note: 'Other.' }, operator, 'regulation { version }')) as {
        regulation: { version: number };
      };
      return made.regulation.version;
    };
    const [declined, overtaken, next] = [await version(), await version(), await version()];
    expect(
      await run('declineRegulation', { version: declined, reason: 'Too soon.' }, operator, 'regulation { state reason approvals }'),
    ).toEqual({
      regulation: { state: 'DECLINED', reason: 'Too soon.', approvals: ['LegalOpinion'] },
    });
    expect(await run('confirmRegulation', { version: next }, officer, 'regulation { state }')).toEqual({
      regulation: { state: 'CONFIRMED' },
    });
    expect(await run('confirmRegulation', { version: overtaken }, officer, 'regulation { state }')).toBe('PROPOSAL_OVERTAKEN 16.2');
    await rowsOf(
      circuit.databaseUrl('directory'),
      `INSERT INTO regulation SELECT 99, rules, note, NULL, proposed_by, now() - interval '31 days', now() - interval '1 day' FROM regulation WHERE version = 2`,
    );
    expect(await asked('{ regulation(version: 99) { state } }', {}, officer)).toEqual({ state: 'LAPSED' });
    expect(await run('confirmRegulation', { version: 99 }, officer, 'regulation { state }')).toBe('PROPOSAL_LAPSED 16.2');
  });

  test('takes effect later where it says so (§16.1)', async () => {
    const effectiveFrom = new Date(Date.now() + 86_400_000).toISOString();
    const made = (await run(
      'proposeRegulation',
      { note: 'From tomorrow.', approvals: ['*'], effectiveFrom },
      operator,
      'regulation { version }',
    )) as {
      regulation: { version: number };
    };
    const { version } = made.regulation;
    expect(await run('confirmRegulation', { version }, officer, 'regulation { effectiveFrom }')).toEqual({ regulation: { effectiveFrom } });
    await heard();
    const ruling = await drafted(circuit.desk(), { kind: 'CourtRuling' });
    expect(await onDocument('signDocument', ruling, signatory)).toEqual(status('SIGNED'));
    expect(await asked(`{ regulation(at: "${effectiveFrom}") { version } }`, {}, clerk)).toEqual({ version });
  });

  test('is on record: who proposed, confirmed and was refused', async () => {
    const trail = `{ auditEntries(filter: { place: "directory" }, first: 100) { edges { node { act outcome code official { id } documentIds } } } }`;
    const entry = (act: string, outcome: string, official: string, more: object) => ({
      node: expect.objectContaining({ act, outcome, official: { id: official }, ...more }),
    });
    await expect
      .poll(() => asked(trail, {}, auditor), { timeout: 5_000 })
      .toMatchObject({
        edges: expect.arrayContaining([
          entry('proposeRegulation', 'DONE', 'EXC:d.ilchenko', { documentIds: ['EXC:regulation:2'] }),
          entry('confirmRegulation', 'DONE', 'EXC:y.koshel', { documentIds: ['EXC:regulation:2'] }),
          entry('confirmRegulation', 'REFUSED', 'EXC:d.ilchenko', { code: 'CONFIRMER_IS_PROPOSER' }),
        ]),
      });
  });
});
