import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoCast, repository } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyDiff } from '../../../circuit/policy/policyDiff.ts';
import { runCommand } from '../../kit/commands.ts';
import { lentCircuit } from '../../kit/lentCircuit.ts';
import type { ProcessCircuit } from '../../kit/processes.ts';

const documents = '{ documents(first: 1) { totalCount } }';
const sign = 'mutation { signDocument(input: { documentId: "JUS:LegalOpinion:01JD0000000000000000000009" }) { document { id } } }';
const clerk = demoCast('JUS', 'CLERK');

let circuit: ProcessCircuit;
let from = '';
const copies: string[] = [];

beforeAll(async () => {
  circuit = await lentCircuit();
  // The demonstration has been told by then.
  from = new Date().toISOString();
  for (let times = 0; times < 3; times++) await circuit.gateway.ask(documents, {}, clerk);
  await circuit.gateway.ask(
    'query Look($with: Boolean!) { me { id } documents @include(if: $with) { totalCount } }',
    { with: false },
    clerk,
  );
  await circuit.gateway.ask(sign, {}, clerk);
  await circuit.gateway.ask(documents, {}, demoCast('FIN', 'REGISTRAR'));
  // Stopped before the rules: who has not signed in runs published operations only, and the other is none at all.
  await circuit.gateway.ask(documents, {}, null);
  await circuit.gateway.ask('{ unheard }', {}, clerk);
}, 150_000);

afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

const diff = (...words: readonly string[]) => runCommand('policy', circuit.home, 'diff', ...words);

/** A copy of the rules, with some of their text changed. */
function rulesWith(...changes: readonly (readonly [file: string, before: string, after: string])[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'rules-'));
  copies.push(copy);
  for (const part of ['policy', 'domain', 'schema/supergraph.graphql'])
    cpSync(join(repository, part), join(copy, part), { recursive: true, filter: (path) => !path.includes('node_modules') });
  for (const [file, before, after] of changes) {
    const text = readFileSync(join(copy, file), 'utf8');
    expect(text).toContain(before);
    writeFileSync(join(copy, file), text.replace(before, after));
  }
  return copy;
}

async function read(...words: readonly string[]): Promise<{ readonly code: number | null; readonly difference: PolicyDiff }> {
  const { code, stdout, stderr } = await diff('--from', from, '--json', ...words);
  expect(stderr).toBe('');
  return { code, difference: JSON.parse(stdout) as PolicyDiff };
}

describe('npm run policy -- diff (§10.6)', () => {
  it('finds that the same rules decide the same', { timeout: 60_000 }, async () => {
    const { code, difference } = await read('--against', rulesWith());

    expect([code, difference]).toMatchObject([0, { decided: 6, changes: [], verdicts: {}, otherClause: 0, stopped: 2, lost: 0 }]);
    expect(difference.bundles.recorded).toEqual([difference.bundles.other]);
  });

  it('lists exactly what other rules would change', { timeout: 60_000 }, async () => {
    const rules = rulesWith(
      ['policy/duties.ts', "duties: ['CLERK', 'SIGNATORY', 'REGISTRAR', 'EXECUTOR',", "duties: ['SIGNATORY', 'REGISTRAR', 'EXECUTOR',"],
      ['policy/duties.ts', "clause: '2.3.2', duties: ['SIGNATORY']", "clause: '2.3.2', duties: ['SIGNATORY', 'CLERK']"],
    );
    const { code, difference } = await read('--against', rules);

    expect([code, difference.decided]).toEqual([1, 6]);
    expect(difference.verdicts).toEqual({ 'ALLOWED → REFUSED': 3, 'REFUSED → PARTLY': 1 });
    const allowed = { verdict: 'ALLOWED', clause: null };
    const standing = { institution: 'MEMBER', duties: ['CLERK'], delegated: [], clearance: false, scopes: [] };
    expect(difference.changes.map(({ field, before, after, operations }) => [field, before, after, operations])).toEqual([
      ['Query.documents', allowed, { verdict: 'REFUSED', clause: '2.3.5' }, 3],
      ['Document.id', allowed, { verdict: 'REFUSED', clause: '2.3.5' }, 1],
      ['Mutation.signDocument', { verdict: 'REFUSED', clause: '2.3.2' }, allowed, 1],
    ]);
    expect(difference.changes.map((change) => change.standing)).toEqual([standing, standing, standing]);
    const { stdout } = await diff('--from', from, '--against', rules);
    expect(stdout).toContain('  Query.documents: ALLOWED → REFUSED (§2.3.5), for CLERK, in 3 operations\n');
  });

  it('finds what a security directive would change', { timeout: 60_000 }, async () => {
    const rules = rulesWith([
      'schema/supergraph.graphql',
      'me: Official @join__field(graph: DIRECTORY) @authenticated',
      'me: Official @join__field(graph: DIRECTORY) @policy(policies: [["§2.3.6"]])',
    ]);
    const { difference } = await read('--against', rules);

    expect(difference.changes.map(({ field, after, operations }) => [field, after.clause, operations])).toEqual([['Query.me', '2.3.6', 1]]);
  });

  it.runIf(existsSync(join(repository, '.git')))('weighs the rules of a commit', { timeout: 60_000 }, async () => {
    const { code, difference } = await read('--against', 'HEAD');

    expect([0, 1]).toContain(code);
    expect(difference).toMatchObject({ against: expect.stringMatching(/^HEAD \([0-9a-f]{12}\)$/), decided: 6 });
  });

  it.each([
    [['--against', 'no-such-ref'], 'There is neither a folder nor a commit no-such-ref.'],
    [['--against', '--output=x'], 'There is neither a folder nor a commit --output=x.'],
    [['--against', tmpdir()], 'holds no rules'],
    [['--against', '.', '--from', 'yesterday'], 'Give a moment'],
    [[], '--against'],
  ])('says what is wrong: %j', async (words, said) => {
    const { code, stdout, stderr } = await diff(...words);
    expect(stderr).toContain(said);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('says that the rules do not load', { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await diff('--against', rulesWith(['policy/index.ts', 'export', 'nonsense export']));
    expect(stderr).toContain('The other rules cannot decide');
    expect([code, stdout]).toEqual([2, '']);
  });

  it('explains itself', async () => {
    const { code, stdout } = await diff('--help');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Exit code 0: no verdict would change')]);
  });
});
