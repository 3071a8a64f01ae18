import { createCLI, parseCLI, startVitest, type TestModule } from 'vitest/node';

const help = `Runs the tests, all of them or those whose file names contain a word given.

  npm test                          everything
  npm test -- exchange lifecycle    files with these words in their names
  npm test -- -t "refuses"          tests with this text in their names; every other option of vitest works too

The last line sums up: N passed, N failed, N skipped.`;

const words = process.argv.slice(2);
if (words.includes('--help') || words.includes('-h')) {
  console.log(help);
  process.exit();
}
requireKnown(words);

const { filter, options } = parseCLI(['vitest', 'run', ...words]);
const vitest = await startVitest(filter, { ...options, watch: false });
const outcome = count(vitest.state.getTestModules());

console.log(`\n${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`);
// vitest has set an exit code of its own for what is no test's failure, such as an unhandled rejection.
process.exit(outcome.failed > 0 || outcome.passed === 0 ? 1 : Number(process.exitCode ?? 0));

/** Vitest's own command refuses an option that it does not know; to who calls it from a program it says nothing, and all tests would run. */
function requireKnown(options: readonly string[]): void {
  const cli = createCLI();
  try {
    cli.parse(['node', 'vitest', 'run', ...options], { run: false });
    cli.matchedCommand?.checkUnknownOptions();
    cli.matchedCommand?.checkOptionValue();
  } catch (error) {
    const said = error instanceof Error ? error.message.replaceAll('`', '') : String(error);
    process.stderr.write(`${said}. It is called so: npm test -- [options] [words...] (--help says more)\n`);
    process.exit(2);
  }
}

/** A file that could not be loaded counts as one failed test: whatever it holds did not pass. */
function count(modules: readonly TestModule[]): Readonly<Record<'passed' | 'failed' | 'skipped', number>> {
  const states = modules.flatMap((module) => {
    const tests = [...module.children.allTests()].map((test) => test.result().state);
    return module.state() === 'failed' && !tests.includes('failed') ? [...tests, 'failed'] : tests;
  });
  const of = (...wanted: readonly string[]) => states.filter((state) => wanted.includes(state)).length;
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped', 'pending') };
}
