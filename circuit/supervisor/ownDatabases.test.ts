import { expect, test } from 'vitest';
import { requireDatabases, strayVariables, whyNot } from './ownDatabases.ts';

const address = new URL('postgresql://justice:geheim@db.example:5433/cases');
const failure = (code: string) => Object.assign(new Error('password geheim'), { code });

test.each([
  ['3D000', 'the database cases does not exist on db.example:5433.'],
  ['28P01', 'db.example:5433 refuses the password of the role justice.'],
  ['ECONNREFUSED', 'cannot connect to db.example:5433 (ECONNREFUSED).'],
])('says why a database cannot be used, and no password: %s', (code, said) => {
  expect(whyNot(failure(code), address)).toBe(said);
});

test('names every variable that is wrong, before anything is started', async () => {
  const wrong = requireDatabases({
    JUSTICE_DATABASE_URL: 'geheim',
    FINANCE_DATABASE_URL: 'postgresql://finance:geheim@127.0.0.1:1/finance',
  });
  await expect(wrong).rejects.toThrow(
    /^JUSTICE_DATABASE_URL is not the URL of a database: [^\n]*\nFINANCE_DATABASE_URL: cannot connect to 127\.0\.0\.1:1 \(ECONNREFUSED\)\.$/,
  );
});

test('warns of a variable that names no service, and not of another program’s', () => {
  const lines = strayVariables({ JUSTIC_DATABASE_URL: 'x', JUSTICE_DATABASE_URL: 'x', DATABASE_URL: 'x' });
  expect(lines).toEqual([expect.stringMatching(/^JUSTIC_DATABASE_URL is not used: .*gateway, directory, .*hosted, issuer\.$/)]);
});
