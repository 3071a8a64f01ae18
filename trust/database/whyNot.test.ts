import { expect, test } from 'vitest';
import { whyNot } from './whyNot.ts';

const address = new URL('postgresql://justice:geheim@db.example:5433/cases');
const failure = (code: string) => Object.assign(new Error('password geheim'), { code });

test.each([
  ['3D000', 'the database cases does not exist on db.example:5433.'],
  ['28P01', 'db.example:5433 refuses the password of the role justice.'],
  ['ECONNREFUSED', 'cannot connect to db.example:5433 (ECONNREFUSED).'],
])('says why a database cannot be used, and no password: %s', (code, said) => {
  expect(whyNot(failure(code), address)).toBe(said);
});
