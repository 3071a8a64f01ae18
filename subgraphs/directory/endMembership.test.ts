import { afterAll, beforeAll, expect, test } from 'vitest';
import { court, type DirectoryWorld, directoryWorld, ministry } from '../../tests/kit/directoryWorld.ts';

const ending = 'mutation End($input: EndMembershipInput!) { endMembership(input: $input) { version } }';
const enrolment = 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }';
const farms = { code: 'AGR', name: 'Ministry of Agriculture', sector: 'agriculture', server: 'agriculture' };
const clerk = { id: 'AGR:clerk', name: 'Clerk', institution: 'AGR', clearance: false, duties: ['CLERK'] };

let world: DirectoryWorld;
beforeAll(async () => {
  world = await directoryWorld();
});
afterAll(() => world.close());

const end = (institution: string, by = 'circuit') => world.as(by).ask('directory', ending, { input: { institution } });
const enrol = (institutions: readonly object[], officials: readonly object[] = []) =>
  world.as('circuit').ask('directory', enrolment, { input: { institutions, officials, newOfficialsOnly: true } });
const told = async () => {
  const { institutions, officials } = await world.changes(0, 1_000);
  return { farms: institutions.find(({ code }) => code === 'AGR'), clerk: officials.find(({ id }) => id === 'AGR:clerk') };
};

test('an institution that leaves is told to the copies, and its officials act no more', async () => {
  await enrol([farms], [clerk]);
  expect(await told()).toMatchObject({ farms: { server: 'agriculture' }, clerk: { duties: [{ duty: 'CLERK' }] } });

  await end('AGR');

  expect(await told()).toMatchObject({ farms: { code: 'AGR', left: true }, clerk: { dismissed: true, duties: [] } });
});

test('leaving twice changes nothing', async () => {
  const before = (await world.changes(0, 1_000)).version;
  await end('AGR');
  expect((await world.changes(0, 1_000)).version).toBe(before);
});

test('who is entered again takes part again, with its officials', async () => {
  await enrol([farms], [clerk]);

  const { farms: again, clerk: official } = await told();
  expect(again?.left).toBeUndefined();
  expect(official).toMatchObject({ duties: [{ duty: 'CLERK', to: null }] });
  expect(official?.dismissed).toBeUndefined();
});

test('one to which others belong stays (§1.16)', async () => {
  await enrol([ministry, court]);
  await expect(end('JUS')).rejects.toMatchObject({ code: 'INSTITUTION_IN_USE' });
});

test.each([
  ['XYZ', 'circuit', 'INSTITUTION_UNKNOWN'],
  ['../AGR', 'circuit', 'MALFORMED_ID'],
  ['AGR', 'gateway', 'UNAUTHENTICATED'],
])('%s by %s: %s', async (code, by, refusal) => {
  await expect(end(code, by)).rejects.toMatchObject({ code: refusal });
});
