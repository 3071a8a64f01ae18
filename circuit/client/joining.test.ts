import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readJoining } from './joining.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-joining-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const written = (text: string): string => {
  const file = join(folder, 'joining.json');
  writeFileSync(file, text);
  return file;
};
const officer = { id: 'EXC:o.bereza', name: 'Oleksandra Bereza' };
const exchange = { code: 'EXC', name: 'Document Exchange', sector: 'administration', securityOfficers: [officer] };

it('reads institutions that join; what is left out is as usual', () => {
  expect(readJoining(written(JSON.stringify([exchange])))).toEqual([
    { ...exchange, parent: null, server: null, securityOfficers: [{ ...officer, clearance: false }] },
  ]);
});

it.each([
  ['', 'cannot be read as JSON'],
  ['{}', 'does not hold an array of institutions'],
  ['[]', 'does not hold an array of institutions'],
  ['[3]', 'institution 1 is an object'],
  [JSON.stringify([exchange, { ...exchange, name: 7 }]), 'institution 2: name is a text'],
  [JSON.stringify([{ ...exchange, securityOfficer: [] }]), 'institution 1 has securityOfficer, which nobody knows'],
  [JSON.stringify([{ ...exchange, securityOfficers: 'nobody' }]), 'institution 1: securityOfficers is an array'],
  [
    JSON.stringify([{ ...exchange, securityOfficers: [{ ...officer, clearance: 'yes' }] }]),
    'institution 1, officer 1: clearance is true or false',
  ],
  [
    JSON.stringify([exchange, { ...exchange, code: 'exc' }]),
    'institution 2: code is no institution code, such as JUS: 2 to 12 Latin capitals and digits, a capital first.',
  ],
  [JSON.stringify([{ ...exchange, parent: '' }]), 'institution 1: parent is a text'],
  [
    JSON.stringify([{ ...exchange, securityOfficers: [officer, { ...officer, id: 'EXC:O.Bereza' }] }]),
    'institution 1, officer 2: id is no official id',
  ],
])('says what is wrong with %s', (text, said) => {
  expect(() => readJoining(written(text))).toThrow(said);
});

it('says which file is not there', () => {
  expect(() => readJoining(join(folder, 'nowhere.json'))).toThrow('nowhere.json.');
});
