import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '@chancery/supergraph';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { readMembers } from '../members.ts';
import { readOperation } from '../operations/published.ts';
import { parseField, usualFields } from './contentField.ts';
import { operationFiles } from './folder.ts';
import { newcomerOf, Taken } from './joining.ts';
import { readNewcomers, writeNewcomers } from './membersFile.ts';
import { parseNewcomer, serverOf } from './newcomer.ts';
import { graphWith, graphWithout } from './plan.ts';

const wish = { code: 'AGR', name: 'Ministry of Agriculture', kind: 'FarmSubsidy' };
const farms = parseNewcomer({ ...wish, server: 'agriculture', port: 4010 });

describe('a newcomer', () => {
  it('gets a server of its own and the next port', () => {
    expect(newcomerOf(wish, usualFields)).toEqual(farms);
  });

  it.each([
    ['AGR', 'Ministry of Agriculture', 'agriculture'],
    ['STX', 'State Tax Service', 'stx'],
    ['CLS', 'Ministry of Class', 'cls'],
    ['MFA', 'Ministry of Foreign Affairs', 'mfa'],
  ])('%s, %s, is served by %s', (code, name, server) => {
    expect(serverOf(code, name)).toBe(server);
  });

  it.each([
    ['a code in small letters', { code: 'agr' }],
    ['a code that leads elsewhere', { code: '../AGR' }],
    ['a code with a zero byte', { code: 'AG\u0000R' }],
    ['a kind in small letters', { kind: 'farmSubsidy' }],
    ['a kind that ends the SDL', { kind: 'Farm { id: ID }' }],
    ['a server that leads elsewhere', { server: '../justice' }],
    ['a server that is absolute', { server: '/etc' }],
    ['a server that is a word of the language', { server: 'class' }],
    ['a server that is a word of modules', { server: 'await' }],
    ['a server that is a database of PostgreSQL’s', { server: 'template1' }],
    ['a server that is a role of PostgreSQL’s', { server: 'none' }],
    ['a server with a hyphen, which no variable takes', { server: 'farm-subsidies' }],
    ['a name that ends a comment', { name: 'Ministry */ process.exit() /*' }],
    ['a name that ends a description', { name: 'Ministry " of' }],
    ['a name of two lines', { name: 'Ministry\nof' }],
    ['no name', { name: ' ' }],
    ['a name that is written backwards', { name: 'Ministry \u202Eof' }],
  ])('is not made of %s', (_, change) => {
    expect(() => newcomerOf({ ...wish, ...change }, usualFields)).toThrow(expect.objectContaining({ name: 'Refusal' }));
  });

  it.each([
    ['a code', { code: 'JUS' }],
    ['a name', { name: 'Ministry of Justice' }],
    ['a kind', { kind: 'CourtRuling' }],
    ['a type of the graph', { kind: 'Consignment' }],
    ['a root of every graph', { kind: 'Subscription' }],
    ['a service', { server: 'gateway' }],
    ['a server', { server: 'justice' }],
    ['a subgraph', { server: 'perimeter' }],
    ['a package', { server: 'tests' }],
    ['a package, by the name of a ministry,', { name: 'Ministry of Policy' }],
  ])('is not made of %s that is there', (_, change) => {
    expect(() => newcomerOf({ ...wish, ...change }, usualFields)).toThrow(Taken);
  });
});

describe('a field of a kind', () => {
  it('is written as name, type and description', () => {
    const description = 'The parcel: by its number.';
    expect(parseField(`parcel:String:${description}`)).toEqual({ name: 'parcel', type: 'String', description });
    expect(parseField('sownOn:Date')).toEqual({ name: 'sownOn', type: 'Date', description: 'The sown on.' });
  });

  it.each([
    '',
    'Parcel',
    'title',
    'id',
    'constructor',
    'toString:String',
    'then',
    'a b:String',
    'parcel:Strin',
    'parcel:String:"',
    'parcel:String:a\\',
  ])('is not %j', (written) => {
    expect(() => parseField(written)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('what is written of it', () => {
  const types = ['String', 'Text', 'Int', 'Float', 'Boolean', 'Date', 'DateTime', 'Decimal', '[String!]'];
  const fields = types.map((type, index) => parseField(`field${index}:${type}:What it holds.`));

  it('composes with all others, and every operation of it is answered', () => {
    const { supergraphSdl, operations } = graphWith(farms, fields);

    expect(supergraphSdl).toMatch(/union Content[\s\S]*FarmSubsidy/);
    expect(operations.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['DraftFarmSubsidy', 'ReviseFarmSubsidy', 'DraftCourtRuling']),
    );
  });

  it('gives no hint that was not there before', () => {
    expect(graphWith(farms, fields).hints).toEqual(compose(readMembers()).hints);
  });

  it('leaves the graph as it was when it goes', () => {
    expect(graphWithout(farms).supergraphSdl).toBe(compose(readMembers()).supergraphSdl);
  });

  it('is published under the names of its operations', () => {
    expect([...operationFiles(farms)].map(([file, text]) => readOperation(file, text).name)).toEqual([
      'DraftFarmSubsidy',
      'ReviseFarmSubsidy',
    ]);
  });
});

describe('the list of newcomers', () => {
  let folder = '';
  const file = () => join(folder, 'members.json');
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'members-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is read as it was written', () => {
    for (const newcomers of [[], [farms], [farms, { ...farms, name: `Ministry ${'of Agriculture '.repeat(6).trim()}` }]]) {
      writeNewcomers(newcomers, file());
      expect(readNewcomers(file())).toEqual(newcomers);
    }
  });

  test.each(['{}', '[1]', '[{"server":"../x","code":"AGR","name":"A B","kind":"Farm","port":4010}]', '[{"server":"agriculture"}]'])(
    'is not %s',
    (text) => {
      writeFileSync(file(), text);
      expect(() => readNewcomers(file())).toThrow();
    },
  );
});
