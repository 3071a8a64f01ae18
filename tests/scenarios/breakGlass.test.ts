import type { Speaker } from '@chancery/circuit';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { run } from '../kit/heldDeliveries.ts';
import { drafted, registered } from '../kit/walks.ts';

let circuit: TestCircuit;
let documentId = '';
let draftId = '';
beforeAll(async () => {
  circuit = await startTestCircuit();
  documentId = (await registered(circuit.desk(), { facts: { access: 'RESTRICTED', opinion: 'Open the reserve.' } })).id;
  draftId = (await drafted(circuit.desk())).id;
}, 120_000);
afterAll(() => circuit?.close());

const speaker = (official: string): Speaker => ({
  official: parseOfficialId(official),
  institution: parseInstitutionCode(official.slice(0, 3)),
});
const first = speaker('EXC:o.bereza');
const second = speaker('EXC:y.koshel');
const exchangeAuditor = speaker('EXC:m.prokopenko');
const doctor = speaker('MOH:z.panchenko');
const registrar = speaker('JUS:o.petrenko');
const ownOfficer = speaker('JUS:r.hnatiuk');
const ownAuditor = speaker('JUS:d.marchuk');

async function told<Data>(by: Speaker, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await circuit.gateway.ask<Data>(query, variables, by);
  expect(errors).toEqual([]);
  return data as Data;
}

interface Glass {
  readonly id: string;
  readonly state: string;
}
const glassFields = `breakGlass { id documentId official { id } reason endsAt state askedBy { id } confirmedBy { id } confirmedAt
  declinedBy { id } note endedBy { id } endedAt reviewedBy { id } reviewedAt finding }`;
const sending = (name: string, selection: string) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation Do($input: ${type}!) { ${name}(input: $input) { ${selection} } }`;
};
async function done(by: Speaker, name: string, input: object): Promise<Glass> {
  const data = await told<Record<string, { breakGlass: Glass }>>(by, sending(name, glassFields), { input });
  return data[name]?.breakGlass as Glass;
}
async function refused(by: Speaker, name: string, input: object): Promise<string> {
  const { errors } = await circuit.gateway.ask(sending(name, '__typename'), { input }, by);
  return errors.map(({ extensions }) => `${extensions?.code} ${extensions?.clause}`).join(', ');
}

const readQuery = 'query Read($id: ID!) { document(id: $id) { title content { ... on LegalOpinion { opinion } } } }';
/** What the official is shown of a document, or the code of the refusal. */
async function shown(id = documentId, by = doctor): Promise<unknown> {
  const { data, errors } = await circuit.gateway.ask<{ document: { content: { opinion: string } } | null }>(readQuery, { id }, by);
  return errors[0]?.extensions?.code ?? data?.document?.content.opinion;
}
const noticesQuery = '{ notices(institution: "JUS") { edges { node { id text state at consignment { id } document { id } } } } }';
type Notices = { readonly notices: { readonly edges: readonly { readonly node: { readonly text: string; readonly at: string } }[] } };
const notices = async (by = registrar) => (await told<Notices>(by, noticesQuery)).notices.edges.map(({ node }) => node);

/** Within some time, and a second more for a busy machine. */
const soon = (ms: number) => ({ timeout: ms + 1_000, interval: 50 });

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const wish = (change: object = {}) => ({
  documentId,
  official: doctor.official,
  reason: 'Poisoned water: the reserve is needed tonight.',
  endsAt: inHours(8),
  ...change,
});
const opened = async (change: object = {}): Promise<Glass> => {
  const { id: breakGlassId } = await done(first, 'askBreakGlass', wish(change));
  return done(second, 'confirmBreakGlass', { breakGlassId });
};

let glass: Glass;

test('§13.1 one security officer of the exchange asks, with a reason and an end at most 24 hours ahead', async () => {
  expect(await shown()).toBe('DOCUMENT_NOT_FOUND');
  expect(await refused(first, 'askBreakGlass', wish({ endsAt: inHours(25) }))).toBe('BREAK_GLASS_TOO_LONG 13.1');
  expect(await refused(first, 'askBreakGlass', wish({ official: first.official }))).toBe('OWN_BREAK_GLASS 13.1');
  expect(await refused(first, 'askBreakGlass', wish({ reason: ' ' }))).toMatch(/^BAD_INPUT/);
  expect(await refused(ownOfficer, 'askBreakGlass', wish())).toBe('DUTY_REQUIRED 13.1');
  glass = await done(first, 'askBreakGlass', wish());
  expect(glass).toMatchObject({ documentId, state: 'ASKED', official: { id: doctor.official }, askedBy: { id: first.official } });
  expect(await shown()).toBe('DOCUMENT_NOT_FOUND');
});

test('§13.1, §13.2 another one confirms it, and the document’s institution is told within two seconds', async () => {
  const input = { breakGlassId: glass.id };
  expect(await refused(first, 'confirmBreakGlass', input)).toBe('OWN_BREAK_GLASS 13.1');
  glass = await done(second, 'confirmBreakGlass', input);
  expect(glass).toMatchObject({ state: 'OPEN', confirmedBy: { id: second.official }, endedBy: null });
  expect(await refused(second, 'confirmBreakGlass', input)).toBe('BREAK_GLASS_CLOSED 13.3');
  await expect.poll(async () => (await notices()).length, soon(2_000)).toBe(1);
  const [notice] = await notices();
  expect(notice).toMatchObject({ id: `notice:${glass.id}`, state: null, consignment: null, document: { id: documentId } });
  for (const named of [doctor.official, documentId, first.official, second.official]) expect(notice?.text).toContain(named);
});

test('§3.7 the official reads the RESTRICTED document, and can do nothing else with it', async () => {
  await expect.poll(() => shown(), soon(4_000)).toBe('Open the reserve.');
  expect(await shown(documentId, speaker('MOH:m.sydorenko'))).toBe('DOCUMENT_NOT_FOUND');
  expect(await refused(doctor, 'submitDocument', { documentId })).toBe('DOCUMENT_NOT_FOUND 3.1');
  const { data } = await circuit.gateway.ask<{ document: { auditEntries: unknown } | null }>(
    'query Entries($id: ID!) { document(id: $id) { auditEntries { id } } }',
    { id: documentId },
    doctor,
  );
  expect(data?.document?.auditEntries ?? null).toBeNull();
});

test('§3.7, §3.8 the access is explained by the sight', async () => {
  const query = `query Why($id: ID!, $official: ID!, $operation: String!) {
    explainAccess(documentId: $id, official: $official, operation: $operation) { verdict clauses { clause holds } facts { name value } } }`;
  const why = (operation: string) => told(ownOfficer, query, { id: documentId, official: doctor.official, operation });
  expect(await why('content')).toMatchObject({
    explainAccess: {
      verdict: 'ALLOWED',
      clauses: expect.arrayContaining([{ clause: '3.7', holds: true }]),
      facts: expect.arrayContaining([{ name: 'document.openTo', value: doctor.official }]),
    },
  });
  expect(await why('auditEntries')).toMatchObject({ explainAccess: { verdict: 'REFUSED' } });
});

test('§10.7 what was read with it is marked in the audit trail, and so is what was decided about it', async () => {
  const query = `query Marked($id: ID!) { auditEntries(filter: { breakGlass: $id }, first: 100) { edges { node {
    place act outcome official { id } documentIds breakGlass } } } }`;
  const entry = (place: string, act: string, official: string) => ({
    node: {
      place,
      act: expect.stringContaining(act),
      outcome: 'DONE',
      official: { id: official },
      documentIds: [documentId],
      breakGlass: [glass.id],
    },
  });
  await expect
    .poll(() => told(exchangeAuditor, query, { id: glass.id }), { timeout: 5_000 })
    .toEqual({
      auditEntries: {
        edges: expect.arrayContaining([
          entry('directory', 'askBreakGlass', first.official),
          entry('directory', 'confirmBreakGlass', second.official),
          entry('gateway', 'Read', doctor.official),
        ]),
      },
    });
  const others = `{ auditEntries(filter: { official: "${registrar.official}" }) { edges { node { breakGlass } } } }`;
  const { auditEntries } = await told<{ auditEntries: { edges: readonly { node: { breakGlass: unknown } }[] } }>(exchangeAuditor, others);
  expect(auditEntries.edges.every(({ node }) => JSON.stringify(node.breakGlass) === '[]')).toBe(true);
});

test('§13.3 a security officer of the document’s institution ends it, and within two seconds there is no such document', async () => {
  const input = { breakGlassId: glass.id };
  expect(await refused(speaker('MOH:t.yurchuk'), 'endBreakGlass', input)).toBe('BREAK_GLASS_NOT_FOUND 13.1');
  expect(await refused(exchangeAuditor, 'reviewBreakGlass', { ...input, finding: 'Too early.' })).toBe('BREAK_GLASS_STILL_OPEN 13.4');
  expect(await done(ownOfficer, 'endBreakGlass', input)).toMatchObject({ state: 'ENDED', endedBy: { id: ownOfficer.official } });
  await expect.poll(() => shown(), soon(2_000)).toBe('DOCUMENT_NOT_FOUND');
});

test('§13.4 it is reviewed by somebody who took no part', async () => {
  const review = { breakGlassId: glass.id, finding: 'There was ground for it.' };
  expect(await refused(first, 'reviewBreakGlass', review)).toBe('OWN_BREAK_GLASS 13.4');
  expect(await refused(second, 'reviewBreakGlass', review)).toBe('OWN_BREAK_GLASS 13.4');
  expect(await refused(exchangeAuditor, 'reviewBreakGlass', { ...review, finding: '' })).toMatch(/^BAD_INPUT/);
  expect(await done(exchangeAuditor, 'reviewBreakGlass', review)).toMatchObject({ state: 'REVIEWED', finding: review.finding });
  expect(await refused(ownAuditor, 'reviewBreakGlass', review)).toBe('BREAK_GLASS_CLOSED 13.3');
});

test('§3.7, §13.3 a draft is read as well, and no longer than until the end that was set', async () => {
  const { id } = await opened({ documentId: draftId });
  await expect.poll(() => shown(draftId), soon(4_000)).toEqual(expect.stringMatching(/^(?!DOCUMENT_NOT_FOUND)./));
  // The end that was set comes: the same row, and what the copies know of it, as it will be then.
  await run(
    circuit.databaseUrl('directory'),
    `UPDATE break_glass SET asked_at = asked_at - interval '9 hours', confirmed_at = confirmed_at - interval '9 hours',
       ends_at = ends_at - interval '9 hours', version = (SELECT max(v) + 1 FROM (SELECT max(version) AS v FROM official UNION SELECT max(version) FROM break_glass
       UNION SELECT max(version) FROM institution UNION SELECT max(change) FROM regulation_decision) AS versions) WHERE id = '${id}'`,
  );
  await expect.poll(() => shown(draftId), soon(4_000)).toBe('DOCUMENT_NOT_FOUND');
  expect(await refused(first, 'endBreakGlass', { breakGlassId: id })).toBe('BREAK_GLASS_CLOSED 13.3');
  expect(await done(ownAuditor, 'reviewBreakGlass', { breakGlassId: id, finding: 'In order.' })).toMatchObject({ state: 'REVIEWED' });
});

test('§13.1 a declined one opens nothing, and says why', async () => {
  const { id: breakGlassId } = await done(first, 'askBreakGlass', wish());
  const declined = await done(second, 'declineBreakGlass', { breakGlassId, reason: 'Ask the author.' });
  expect(declined).toMatchObject({ state: 'DECLINED', note: 'Ask the author.', declinedBy: { id: second.official } });
  expect(await refused(second, 'confirmBreakGlass', { breakGlassId })).toBe('BREAK_GLASS_CLOSED 13.3');
});

test('§13.4 officers and auditors of the exchange see all, those of an institution the ones of its documents', async () => {
  const query = 'query Sights($filter: BreakGlassFilter) { breakGlasses(filter: $filter) { edges { node { state } } } }';
  type Page = { readonly breakGlasses: { readonly edges: readonly { readonly node: { readonly state: string } }[] } };
  const states = async (by: Speaker, filter: object = {}) =>
    (await told<Page>(by, query, { filter })).breakGlasses.edges.map(({ node }) => node.state);
  const all = ['DECLINED', 'REVIEWED', 'REVIEWED'];
  for (const by of [first, exchangeAuditor, ownOfficer, ownAuditor]) expect(await states(by)).toEqual(all);
  expect(await states(speaker('MOH:t.yurchuk'))).toEqual([]);
  expect(await states(first, { documentId: draftId })).toEqual(['REVIEWED']);
  expect(await states(first, { state: ['DECLINED', 'OPEN'] })).toEqual(['DECLINED']);
  const { errors } = await circuit.gateway.ask(query, {}, registrar);
  expect(errors[0]?.extensions).toMatchObject({ code: 'DUTY_REQUIRED', clause: '13.4' });
});
