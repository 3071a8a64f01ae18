import { duties, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { expect, test } from 'vitest';
import { demoCast } from './cast.ts';
import { institutionSeeds, officialSeeds } from './institutions.ts';
import { stories } from './stories.ts';

const members = institutionSeeds.map(({ code }) => code).filter((code) => code !== 'EXC');

test('names institutions and officials as the exchange writes them, each once', () => {
  for (const { code } of institutionSeeds) expect(() => parseInstitutionCode(code)).not.toThrow();
  for (const { id, institution } of officialSeeds) expect(parseOfficialId(id)).toMatch(new RegExp(`^${institution}:`));
  expect(new Set(officialSeeds.map(({ id }) => id)).size).toBe(officialSeeds.length);
});

test.each(members)('has somebody in %s for every duty of a document’s way', (code) => {
  for (const duty of duties.filter((duty) => duty !== 'OPERATOR' && duty !== 'SECURITY_OFFICER')) {
    expect(demoCast(code, duty).institution).toBe(code);
  }
});

test.each([...members, 'EXC'])('has a security officer in %s, and two where two decide without the exchange', (code) => {
  const officers = officialSeeds.filter(({ institution, duties }) => institution === code && duties.includes('SECURITY_OFFICER'));
  expect(officers.length).toBeGreaterThanOrEqual(code === 'JUS' || code === 'EXC' ? 2 : 1);
});

test.each(members)('clears registrar and signatory of %s for restricted documents, and not the clerk', (code) => {
  const clearance = (duty: string) =>
    officialSeeds.find((one) => one.institution === code && one.duties.some((held) => held === duty))?.clearance;
  expect([clearance('REGISTRAR'), clearance('SIGNATORY'), clearance('CLERK')]).toEqual([true, true, false]);
});

test('tells stories of every access mark, between institutions that take part', () => {
  expect(new Set(stories.map(({ input }) => input.access ?? 'INTERNAL'))).toEqual(new Set(['PUBLIC', 'INTERNAL', 'RESTRICTED']));
  for (const { from, intakes = [] } of stories) for (const code of [from, ...intakes.map(({ to }) => to)]) expect(members).toContain(code);
  expect(new Set(stories.map(({ key }) => key)).size).toBe(stories.length);
});
