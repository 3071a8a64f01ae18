import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrokenOff } from '../kit/brokenOff.ts';
import { environmentFor } from '../kit/processes.ts';
import { copyRepository, type RepositoryCopy } from '../kit/repositoryCopy.ts';

let code: RepositoryCopy;
let home = '';
beforeAll(() => {
  code = copyRepository();
  home = mkdtempSync(join(tmpdir(), 'chancery-home-'));
}, 120_000);
afterAll(() => {
  code?.remove();
  rmSync(home, { recursive: true, force: true });
});

function institution(...words: readonly string[]): { readonly exit: number | null; readonly said: string; readonly wrong: string } {
  const options = { cwd: code.folder, env: environmentFor(homeOf(home)), encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(code.folder, 'circuit/commands/institution.ts'), ...words], options);
  return { exit: status, said: stdout, wrong: stderr };
}
const add = (code: string, name: string, kind: string, ...more: readonly string[]) =>
  institution('add', '--code', code, '--name', name, '--kind', kind, ...more);
const read = (file: string): string => readFileSync(join(code.folder, file), 'utf8');
const written = [
  'schema/supergraph.graphql',
  'schema/operations/manifest.json',
  'client/generated/types.ts',
  'subgraphs/institutions/members.json',
  'package-lock.json',
];

describe('npm run institution, where no circuit runs', () => {
  it.each([
    ['a code that exists', /JUS is the Ministry of Justice already/, ['JUS', 'Ministry of Rivers', 'RiverNote']],
    ['a kind that exists', /has a type CourtRuling already/, ['RIV', 'Ministry of Rivers', 'CourtRuling']],
    ['a code that leads elsewhere', /MALFORMED_ID \(§1\.7\)/, ['../RIV', 'Ministry of Rivers', 'RiverNote']],
    ['a server that leads elsewhere', /BAD_INPUT \(§1\.7\)/, ['RIV', 'Ministry of Rivers', 'RiverNote', '--server', '../../tmp/x']],
    ['a field of no type', /BAD_INPUT \(§1\.7\)/, ['RIV', 'Ministry of Rivers', 'RiverNote', '--field', 'depth:Metres']],
  ] as const)(
    'says of %s what is wrong, and touches nothing',
    (_, says, [wanted, name, kind, ...more]) => {
      const before = written.map(read);
      const { exit, wrong } = add(wanted, name, kind, ...more);

      expect({ exit, wrong }).toEqual({ exit: 2, wrong: expect.stringMatching(says) });
      expect(written.map(read)).toEqual(before);
    },
    60_000,
  );

  it('asks for what is missing', () => {
    expect(institution('add', '--code', 'RIV')).toMatchObject({ exit: 2, wrong: expect.stringContaining('--name') });
    expect(institution('remove', '--code', 'RIV')).toMatchObject({ exit: 2, wrong: expect.stringContaining('INSTITUTION_UNKNOWN') });
  }, 60_000);

  it('writes and composes, says so, and takes it back to the letter', () => {
    const before = written.map(read);
    const added = add('RIV', 'Ministry of Rivers', 'RiverNote', '--field', 'depth:Decimal:How deep it is.');

    expect(added).toMatchObject({ exit: 0, said: expect.stringContaining('No circuit runs here') });
    expect(read('subgraphs/institutions/rivers/schema.graphql')).toContain('"How deep it is."\n  depth: Decimal');
    expect(read('schema/supergraph.graphql')).toContain('draftRiverNote');
    expect(read('package-lock.json')).toContain('"subgraphs/institutions/rivers"');

    expect(institution('remove', '--code', 'RIV')).toMatchObject({ exit: 0 });
    expect(written.map(read)).toEqual(before);
    expect(existsSync(join(code.folder, 'subgraphs/institutions/rivers'))).toBe(false);
  }, 180_000);

  it('is gone on with by the next one, and is undone, wherever it was killed; another one waits', () => {
    const { stdout, stderr } = spawnSync(process.execPath, [join(code.folder, 'tests/kit/brokenOff.ts')], { encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    const told: readonly BrokenOff[] = JSON.parse(stdout);

    expect(told.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    const places = new Set(told.map(({ act, died }) => `${act}, ${died}`));
    for (const place of [
      'add, before renameSync .chancery/joining',
      'add, within writeFileSync schema/operations/draftFarmSubsidy.graphql.pid.new',
      'add, within writeFileSync subgraphs/institutions/members.json.pid.new',
      'add, before symlinkSync ../../subgraphs/institutions/agriculture',
      'add, within writeFileSync package-lock.json',
      'remove, before renameSync subgraphs/institutions/agriculture',
      'remove, within rmSync .chancery/leaving',
    ])
      expect(places).toContain(place);
  }, 60_000);
});
