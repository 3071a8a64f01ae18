import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../supervisor/home.ts';

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function ended(program: string, words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(repository, program), ...words], { cwd: repository }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

/** What is wrong, and how it is called; nothing else. */
const inOneLine = { code: 2, stdout: '', stderr: expect.stringMatching(/^.+ It is called so: npm .+ \(--help says more\)\n$/) };

describe('a command that is called wrongly', () => {
  it.each([
    'tests/run.ts',
    'tests/bench/run.ts',
    ...['start', 'check', 'generate', 'compose', 'operations', 'traceability', 'format', 'policy'].map(
      (name) => `circuit/commands/${name}.ts`,
    ),
  ])('%s refuses an option that it does not know in one line', async (program) => {
    const said = await ended(program, ['--nonsense']);

    expect(said).toEqual(inOneLine);
    expect(said.stderr).toMatch(/unknown option '?--nonsense/i);
  });

  it.each([
    ['institution', 'Say what to do: add, remove, connect, renew, list. It is called so: npm run institution -- [command]'],
    ['policy', 'Say what to do: diff. It is called so: npm run policy -- [command]'],
    [
      'token',
      "required option '--institution <code>' not specified. It is called so: npm run -s token -- --institution <code> --duty <duty> [options]",
    ],
    ['load', "missing required argument 'folders'. It is called so: npm run load -- [options] <folders...>"],
  ])('%s without a word says what it needs', async (name, line) => {
    expect(await ended(`circuit/commands/${name}.ts`, [])).toEqual({ code: 2, stdout: '', stderr: `${line} (--help says more)\n` });
  });

  it.each([['add', '--name', 'Ministry of Agriculture', '--kind', 'FarmSubsidy'], ['remove']])(
    'says what a code may be: institution %s',
    async (...words) => {
      expect(await ended('circuit/commands/institution.ts', [...words, '--code', 'agr-1'])).toEqual({
        code: 2,
        stdout: '',
        stderr:
          'MALFORMED_ID (§1.7): The id is not well formed. --code is no institution code, such as JUS: 2 to 12 Latin capitals and digits, a capital first.\n',
      });
    },
  );

  it('system says what is no certificate', async () => {
    expect(await ended('circuit/commands/system.ts', ['--account', 'JUS:system.archive', '--certificate', 'package.json'])).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^package\.json holds no certificate \(.+\)\. Name the file of one, as PEM: .+\n$/),
    });
  });

  it('network says which hosts there are', async () => {
    expect(await ended('circuit/commands/network.ts', ['nftables', '--host', 'issuer'])).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^issuer is no host of ours\. There are: gateway, directory, .+\n$/),
    });
  });

  it('speaks of the command within a command', async () => {
    expect(await ended('circuit/commands/institution.ts', ['remove', '--code', 'AGR', '--cod'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        "unknown option '--cod' (Did you mean --code?) It is called so: npm run institution -- remove --code <code> (--help says more)\n",
    });
  });
});
