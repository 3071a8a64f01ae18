import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ledgerOf, readLedger, unusedRefusals } from './ledger.ts';
import { ledgerPage } from './ledgerPage.ts';
import { inForce } from './nameless.ts';
import { clausesOf } from './regulationText.ts';

const chapter = `# 3. Who may know

**3.1** A document is for its author
alone.
*By the system.*

**3.3** Only the author changes it.
*By the system.*

**3.9** The mark is chosen with care.
*Procedural: the clerk, and then
the signatory.*`;

const clauses = clausesOf('03-access.md', chapter);
const code = {
  path: 'domain/access.ts',
  text: '/** §3.1 Who may read. */\nexport function mayRead() {}\n/** §3.3 */ export const mayChange = 1;',
};
const proving = (text: string) => ({ path: 'domain/access.test.ts', text });
const sound = proving("test('is for its author (§3.1)', () => {});\n/** §3.3 */\ntest('is changed by nobody else', () => {});");

/** What is said of §3.1 and §3.3; of the chapter's refusals that these clauses do not hold nothing. */
const faults = (...[sources, texts]: [Parameters<typeof ledgerOf>[1], Parameters<typeof ledgerOf>[2]?]) =>
  ledgerOf(clauses, sources, texts ?? []).faults;
const entry = (number: string, sources: Parameters<typeof ledgerOf>[1]) =>
  ledgerOf(clauses, sources, []).entries.find(({ clause }) => clause.number === number);

test('reads clauses in one line, and who carries them out', () => {
  expect(clauses.map(({ number, text, by }) => [number, text, by])).toEqual([
    ['3.1', 'A document is for its author alone.', 'system'],
    ['3.3', 'Only the author changes it.', 'system'],
    ['3.9', 'The mark is chosen with care.', 'people'],
  ]);
});

describe('a clause', () => {
  test('is whole with code and test, or with people who carry it out', () => {
    expect(faults([code, sound])).toEqual([]);
  });

  test('is not whole without code, and not without a test', () => {
    expect(faults([sound])).toEqual(['§3.1 is carried out by no code.', '§3.3 is carried out by no code.']);
    expect(faults([code])).toEqual(['§3.1 is proved by no test.', '§3.3 is proved by no test.']);
  });

  test('says who carries it out, once, in its own chapter', () => {
    const bare = clausesOf('02-duties.md', '**2.1** One.\n\n**2.1** Two.\n*By the system.*\n\n**3.1** Three.\n*By the system.*');
    expect(ledgerOf(bare, [code], []).faults).toEqual(
      expect.arrayContaining([
        '§2.1 does not say who carries it out.',
        '§2.1 stands twice in the regulation.',
        '§3.1 stands in 02-duties.md.',
      ]),
    );
  });

  test('may be the heading of those under its number', () => {
    const heading = clausesOf('15-training.md', '**15.1** Training.\n\n**15.1.1** For a time.\n*Procedural: the official.*');
    expect(ledgerOf(heading, [], []).faults).toEqual([]);
  });
});

describe('a citation', () => {
  test.each([
    ['domain/a.ts', '/** §3.7 */ export const a = 1;'],
    ['domain/a.test.ts', "test('holds (§3.7)', () => {});"],
    ['policy/a.ts', "export const a = rule('3.7');"],
    ['domain/a.test.ts', "test('holds', () => { expect(error).toEqual({ clause: '3.7' }); });"],
  ])('of a clause that does not exist is found: %s %s', (path, text) => {
    expect(faults([code, sound, { path, text }])).toEqual([`${path} cites §3.7, which does not exist.`]);
  });

  test('is found in SDL and pages too, with ranges and chapters', () => {
    expect(faults([code, sound], [{ path: 'docs/a.md', text: '§3, §3.1-3.3 and §17' }])).toEqual([
      'docs/a.md cites §3.2, which does not exist.',
      'docs/a.md cites §17, which does not exist.',
    ]);
  });

  test('of another text is none of ours', () => {
    expect(
      faults([code, sound, { path: 'domain/a.ts', text: '/** RFC 7515 §7.1, Trace Context §5.2, DESIGN §4.9 */ export const a = 1;' }]),
    ).toEqual([]);
  });
});

describe('what carries a clause out', () => {
  test('is the declaration that says so, or the member', () => {
    const text =
      '/** §3.1 */\n// why\nexport class Desk {\n  /** §3.3 */\n  #open() {}\n  close() { return 1; /* §3.1 */ }\n}\nconst f = () => {\n  // §3.3 Here.\n  return 1;\n};';
    const found = ['3.1', '3.3'].map((number) => entry(number, [{ path: 'domain/desk.ts', text }])?.code.map(({ name }) => name));
    expect(found).toEqual([
      ['Desk', 'Desk.close'],
      ['Desk.#open', 'f'],
    ]);
  });

  test('is what refuses under it, and not what only knows the code', () => {
    const refusing = { path: 'domain/a.ts', text: "export function a() { throw new Refusal('NOT_THE_AUTHOR'); }" };
    const knowing = { path: 'domain/b.ts', text: "type B = 'NOT_THE_AUTHOR'; export const b = (code: B) => code === 'NOT_THE_AUTHOR';" };
    expect(entry('3.3', [refusing, knowing])?.code).toEqual([{ clause: '3.3', path: 'domain/a.ts', name: 'a', says: false }]);
  });
});

describe('what proves a clause', () => {
  const refusing = { path: 'domain/a.ts', text: "export function a() { throw new Refusal('NOT_THE_AUTHOR'); }" };
  const expecting = "describe('a', () => { test('refuses', () => { expect(a).toThrow('NOT_THE_AUTHOR'); }); });";

  test.each(['domain/a.test.ts', 'tests/scenarios/a.test.ts'])('is a refusal that is expected where it is given: %s', (path) => {
    expect(entry('3.3', [refusing, { path, text: expecting }])?.tests.map(({ title }) => title)).toEqual(['a › refuses']);
  });

  test('is a refusal that is expected with the narrower clause', () => {
    const narrow = proving("test('refuses', () => { expect(said).toBe('DUTY_REQUIRED 3.3'); });");
    expect(
      entry('3.3', [{ path: 'domain/a.ts', text: "export const a = new Refusal('DUTY_REQUIRED', '', '3.3');" }, narrow])?.tests,
    ).toHaveLength(1);
  });

  test('is no refusal that is somewhere else an example', () => {
    expect(entry('3.3', [refusing, { path: 'trust/a.test.ts', text: expecting }])?.tests).toEqual([]);
  });

  test('is the test that uses the table which names it, by whatever way', () => {
    const rows = {
      path: 'tests/scenarios/a/rows.ts',
      text: '/** §3.3 Others. */\nconst others = [1];\nexport const rows = [...others];\nexport const unused = others;',
    };
    const using = {
      path: 'tests/scenarios/a.test.ts',
      text: "import { rows } from './a/rows.ts';\ntest.each(rows)('refuses %s', () => {});\ntest('b', () => {});",
    };
    expect(entry('3.3', [rows, using])?.tests.map(({ path, title }) => `${path} ${title}`)).toEqual([
      'tests/scenarios/a.test.ts refuses %s (rows)',
    ]);
  });
});

test('the check fails on a rule without a clause, whatever else is in order', { timeout: 60_000 }, () => {
  const rules = inForce();
  const nameless = { ...rules, rules: { ...rules.rules, Query: { ...rules.rules.Query, me: { clauses: [''] } } } };
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const before = readLedger(root).faults;

  expect(readLedger(root, nameless).faults.filter((fault) => !before.includes(fault))).toEqual(['The rule of Query.me names no clause.']);
});

test('a refusal that no code gives is found', () => {
  const refusing = { path: 'domain/a.ts', text: "export function a() { throw new Refusal('NOT_THE_AUTHOR'); }" };
  const said = (name: string) => unusedRefusals([refusing]).includes(`${name} is a refusal that no code gives.`);
  expect([said('NOT_THE_AUTHOR'), said('NOT_THE_SENDER')]).toEqual([false, true]);
});

test('the page tells what people carry out, rules, code and tests', () => {
  const page = ledgerPage(ledgerOf(clauses, [code, sound], []).entries);
  const rows = page.split('\n').filter((row) => row.startsWith('| §'));
  expect(rows).toEqual([
    '| §3.1 A document is for its author alone | DOCUMENT_NOT_FOUND | [domain/access.ts](../../domain/access.ts) `mayRead` | [domain/access.test.ts](../../domain/access.test.ts) is for its author (§3.1) |',
    '| §3.3 Only the author changes it | NOT_THE_AUTHOR | [domain/access.ts](../../domain/access.ts) `mayChange` | [domain/access.test.ts](../../domain/access.test.ts) is changed by nobody else |',
    '| §3.9 The mark is chosen with care | procedural | | |',
  ]);
});
