import { join } from 'node:path';
import { eraseCode, writeCode } from '../../circuit/newcomers/code.ts';
import { usualFields } from '../../circuit/newcomers/contentField.ts';
import { newcomerOf, Taken } from '../../circuit/newcomers/joining.ts';
import { readNewcomers } from '../../circuit/newcomers/membersFile.ts';
import { graphWith, graphWithout } from '../../circuit/newcomers/plan.ts';
import { unfinished } from '../../circuit/newcomers/unfinished.ts';
import { readOperations } from '../../circuit/operations/published.ts';
import { repository } from '../../circuit/supervisor/home.ts';
import { disk, dying, makeMortal, moments } from './dyingDisk.ts';

/*
 * To be run from a copy of the code, which it changes and puts back. It dies at each change of the disk that a joining or a leaving makes, before it
 * and within it, and tells what a second run makes of what was left.
 */

/** What became of one death. */
export interface BrokenOff {
  readonly act: 'add' | 'remove';
  /** At which change of the disk. */
  readonly died: string;
  readonly next: 'add' | 'remove';
  /** What is not as it should be; empty where all is well. */
  readonly wrong: readonly string[];
}

type Tree = ReadonlyMap<string, string>;

const touched = ['schema', 'subgraphs/institutions', 'client/generated', 'node_modules/@chancery', '.chancery', 'package-lock.json'];
const network = 'docs/operations/network.md';
const at = (place: string): string => join(repository, place);
const textOf = (place: string): string => disk.readFileSync(at(place), 'utf8');

/** Theirs is the last word: what they write tells whether they saw all that was to be written. */
const programs = {
  'operations.ts': [at('client/generated/types.ts'), () => textOf('schema/supergraph.graphql') + textOf('schema/operations/manifest.json')],
  'network.ts': [at(network), () => textOf('subgraphs/institutions/members.json')],
  npm: [at('package-lock.json'), () => disk.readdirSync(at('subgraphs/institutions')).join()],
} as const;

const wish = { code: 'AGR', name: 'Ministry of Agriculture', kind: 'FarmSubsidy' };
const other = { code: 'RIV', name: 'Ministry of Rivers', kind: 'RiverNote' };
const newcomer = newcomerOf(wish, usualFields);
const joined = graphWith(newcomer, usualFields);
const without = graphWithout(newcomer);
/** All other changes are done or not. */
const canBeHalf = /writeFileSync|rmSync \S+(joining|leaving)$/;
const told: BrokenOff[] = [];

disk.mkdirSync(at('.chancery'), { recursive: true });
const original = tree();
makeMortal(programs);
for (const [file, text] of Object.values(programs)) disk.writeFileSync(file, text());
const before = tree();
writeCode(newcomer, usualFields, joined);
const after = tree();

for (const [died, state] of deaths(before, () => writeCode(newcomer, usualFields, joined))) {
  told.push({ act: 'add', died, next: 'add', wrong: [...letIn(), ...wrongAfter(addAgain, after)] });
  restore(state);
  told.push({ act: 'add', died, next: 'remove', wrong: wrongAfter(removeAgain, before) });
}
for (const [died, state] of deaths(after, () => void eraseCode(newcomer, without))) {
  told.push({ act: 'remove', died, next: 'remove', wrong: wrongAfter(removeAgain, before) });
  restore(state);
  // What is leaving has left before it comes again; what had not begun to is there.
  const wrong = unfinished() === undefined ? wrongAfter(addAgain, after) : isTaken(addAgain) ? [] : ['It is let in.'];
  told.push({ act: 'remove', died, next: 'add', wrong });
}
restore(original);
process.stdout.write(JSON.stringify(told));

/** Each way in which a process can die that does this, and what it leaves. */
function* deaths(from: Tree, run: () => void): Generator<readonly [died: string, left: Tree]> {
  for (const moment of moments)
    for (let nth = 1; ; nth += 1) {
      restore(from);
      const died = dying(nth, moment, run);
      if (died === undefined) break;
      if (moment === 'within' && !canBeHalf.test(died)) continue;
      yield [died.replace('file://', '').replace(repository, ''), tree()];
    }
}

function addAgain(): void {
  readOperations();
  writeCode(newcomerOf(wish, usualFields), usualFields, joined);
}

/** As the command knows it: by the list of members, or by what was broken off. */
function removeAgain(): void {
  const isKnown = readNewcomers().some(({ code }) => code === wish.code) || unfinished()?.member.code === wish.code;
  if (!isKnown) return;
  readOperations();
  eraseCode(newcomer, without);
}

/** Nobody comes in between, and it is not gone on with as another one. */
function letIn(): readonly string[] {
  if (unfinished() === undefined) return [];
  const wishes = [other, { ...wish, kind: 'Orchard' }, { ...wish, name: 'Ministry of Farms' }];
  return wishes.filter((each) => !isTaken(() => newcomerOf(each, usualFields))).map((each) => `let in: ${JSON.stringify(each)}`);
}

function isTaken(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch (error) {
    return error instanceof Taken;
  }
}

/** What is wrong with what a second run leaves; what it throws is wrong, too. */
function wrongAfter(second: () => void, wanted: Tree): readonly string[] {
  try {
    second();
  } catch (error) {
    return [String(error)];
  }
  const is = tree();
  return [...new Set([...wanted.keys(), ...is.keys()])].filter((file) => wanted.get(file) !== is.get(file));
}

/** All that a change of members touches. */
function tree(): Tree {
  return new Map([...touched.flatMap(filesUnder), network].map((file) => [file, kept(file)]));
}

function filesUnder(place: string): readonly string[] {
  if (!disk.lstatSync(at(place)).isDirectory()) return [place];
  const names = disk.readdirSync(at(place)).filter((name) => !(place === '.chancery' && name.endsWith('.new')));
  return names.flatMap((name) => filesUnder(`${place}/${name}`));
}

function kept(file: string): string {
  return disk.lstatSync(at(file)).isSymbolicLink() ? `-> ${disk.readlinkSync(at(file))}` : textOf(file);
}

function restore(wanted: Tree): void {
  const is = tree();
  for (const file of is.keys()) if (!wanted.has(file)) disk.rmSync(at(file));
  for (const folder of ['.chancery/joining', '.chancery/leaving', 'subgraphs/institutions/agriculture'])
    disk.rmSync(at(folder), { recursive: true, force: true });
  for (const [file, text] of wanted) if (is.get(file) !== text || !disk.existsSync(at(file))) put(file, text);
}

function put(file: string, text: string): void {
  disk.mkdirSync(join(at(file), '..'), { recursive: true });
  if (text.startsWith('-> ')) disk.symlinkSync(text.slice(3), at(file));
  else disk.writeFileSync(at(file), text);
}
