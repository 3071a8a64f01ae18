import { refusals } from '@chancery/domain';
import { citationsIn } from './citations.ts';
import { type Enforcer, enforcersIn } from './enforcement.ts';
import { inForce, namelessIn, namelessRules, type StandingRules } from './nameless.ts';
import { type Proof, proofsIn } from './proof.ts';
import { type Clause, isUnder, readRegulation } from './regulationText.ts';
import { type Rule, rulesIn } from './rules.ts';
import { type Scan, scan } from './scan.ts';
import { isTest, readSources, readTexts, type SourceFile } from './sourceFiles.ts';

/** A clause with everything of the source that stands under it. */
export interface Entry {
  readonly clause: Clause;
  readonly rules: readonly Rule[];
  readonly code: readonly Enforcer[];
  readonly tests: readonly Proof[];
}

/** The regulation, and the source under it. */
export interface Ledger {
  readonly entries: readonly Entry[];
  readonly faults: readonly string[];
}

/** Reads the regulation and the source under a folder. `rules`: what is in force, unless given. */
export function readLedger(root: string, rules: StandingRules = inForce()): Ledger {
  const sources = readSources(root);
  const clauses = readRegulation(`${root}docs/regulation`);
  const { entries, faults } = ledgerOf(clauses, sources, readTexts(root));
  return { entries, faults: [...faults, ...unusedRefusals(sources), ...namelessRules(clauses, rules), ...namelessIn(sources)] };
}

/** A refusal that nothing gives is a rule on paper only. */
export function unusedRefusals(sources: readonly SourceFile[]): readonly string[] {
  const code = sources.filter(({ path }) => !isTest(path)).flatMap((source) => scan(source).mentions);
  const given = new Set<string | undefined>(code.map((mention) => mention.code));
  return Object.keys(refusals)
    .filter((name) => !given.has(name))
    .map((name) => `${name} is a refusal that no code gives.`);
}

/** Puts each clause together with what stands under it, and says everything that is wrong. */
export function ledgerOf(clauses: readonly Clause[], sources: readonly SourceFile[], texts: readonly SourceFile[]): Ledger {
  const scans = sources.map(scan);
  const [code, tests] = [scans.filter(({ path }) => !isTest(path)), scans.filter(({ path }) => isTest(path))];
  const enforcers = enforcersIn(code);
  const found = { rules: rulesIn(code), code: enforcers, tests: proofsIn(tests, enforcers) };
  const entries = clauses.map((clause) => ({
    clause,
    rules: found.rules.filter((rule) => rule.clause === clause.number),
    code: found.code.filter((enforcer) => enforcer.clause === clause.number),
    tests: found.tests.filter((proof) => proof.clause === clause.number),
  }));
  return { entries, faults: [...faultsOfText(clauses), ...faultsOfCitations(clauses, scans, texts), ...entries.flatMap(faultsOf)] };
}

function faultsOfText(clauses: readonly Clause[]): readonly string[] {
  const numbers = clauses.map(({ number }) => number);
  return clauses.flatMap(({ number, file, by }, index) => [
    ...(numbers.indexOf(number) < index ? [`§${number} stands twice in the regulation.`] : []),
    ...(Number(file.slice(0, 2)) === Number(number.split('.')[0]) ? [] : [`§${number} stands in ${file}.`]),
    ...(by === null && !numbers.some((other) => isUnder(other, number)) ? [`§${number} does not say who carries it out.`] : []),
  ]);
}

function faultsOfCitations(clauses: readonly Clause[], scans: readonly Scan[], texts: readonly SourceFile[]): readonly string[] {
  const known = new Set(clauses.flatMap(({ number }) => [number, number.split('.')[0] ?? '']));
  const cited = [
    ...scans.flatMap(({ path, mentions }) => mentions.filter(({ how }) => how !== 'refusal').map(({ clause }) => ({ path, clause }))),
    ...texts.flatMap(({ path, text }) => citationsIn(text).map(({ clause }) => ({ path, clause }))),
  ];
  return [
    ...new Set(
      cited.filter(({ clause }) => !known.has(clause)).map(({ path, clause }) => `${path} cites §${clause}, which does not exist.`),
    ),
  ];
}

function faultsOf({ clause: { number, by }, rules, code, tests }: Entry): readonly string[] {
  if (by === null) return [];
  if (by === 'people') return rules.map(({ name }) => `${name} stands under §${number}, which people carry out.`);
  return [
    ...(code.length === 0 ? [`§${number} is carried out by no code.`] : []),
    ...(tests.length === 0 ? [`§${number} is proved by no test.`] : []),
  ];
}
