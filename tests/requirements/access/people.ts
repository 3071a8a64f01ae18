import { setTimeout as pause } from 'node:timers/promises';
import { enrol, institutionSeeds, type OfficialSeed, type Speaker } from '@chancery/circuit';
import { type Duty, duties, institutionOf, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import type { TestCircuit } from '../../kit/circuit.ts';
import { type Caller, callersOf, type Relation, relations } from './cells.ts';
import { giveAll } from './give.ts';

/** Who stands how to the documents of one matrix. */
export interface Parties {
  readonly author: string;
  /** Which kind its documents are of. */
  readonly kind: string;
  readonly recipient: string;
  readonly third: string;
  /** Lives on the same server as one of the parties. */
  readonly neighbour: string;
  /** Documents that are read have dates of this year and the eleven after it, one each: so a statistic tells them apart. */
  readonly firstYear: number;
}

/** A hosted author with a neighbour, and a hosted recipient with a neighbour. */
export const casts: readonly Parties[] = [
  { author: 'NAR', kind: 'OfficialLetter', recipient: 'FIN', third: 'MOH', neighbour: 'STA', firstYear: 2001 },
  { author: 'JUS', kind: 'LegalOpinion', recipient: 'NAR', third: 'FIN', neighbour: 'STA', firstYear: 2013 },
];

/** When past delegations end: every copy of the directory has heard of them by then, and must know the time itself. */
const pastAfterMs = 15_000;

const places: Readonly<Record<Relation, { readonly home: keyof Parties | 'EXC'; readonly acts: keyof Parties | 'EXC' }>> = {
  author: { home: 'author', acts: 'author' },
  recipient: { home: 'recipient', acts: 'recipient' },
  third: { home: 'third', acts: 'third' },
  neighbour: { home: 'neighbour', acts: 'neighbour' },
  exchange: { home: 'EXC', acts: 'EXC' },
  'delegate of the author': { home: 'third', acts: 'author' },
  'delegate of the recipient': { home: 'recipient', acts: 'recipient' },
  'past delegate of the author': { home: 'third', acts: 'author' },
  'past delegate of the recipient': { home: 'recipient', acts: 'recipient' },
};

/** The caller of a cell as an official who speaks to the gateway. */
export function speakerFor(parties: Parties, { relation, duty, cleared }: Caller): Speaker {
  const code = (place: keyof Parties | 'EXC') => (place === 'EXC' ? place : String(parties[place]));
  const { home, acts } = places[relation];
  const name = [parties.author, relation, duty, cleared ? 'cleared' : 'not'].join('-').toLowerCase().replaceAll(/[ _]/g, '-');
  return { official: parseOfficialId(`${code(home)}:${name}`), institution: parseInstitutionCode(code(acts)) };
}

/** Who makes documents and brings them where they are asked for, in each institution. */
export const makerIn = (institution: string): Speaker => ({
  official: parseOfficialId(`${institution}:maker`),
  institution: parseInstitutionCode(institution),
});

/** Duties that one official alone may give another for a time (§2.6.2 keeps out the other two). */
const delegable: readonly Duty[] = duties.filter((duty) => !['SECURITY_OFFICER', 'AUDITOR', 'OPERATOR'].includes(duty));

const makers: readonly OfficialSeed[] = [...new Set(casts.flatMap(({ author, recipient }) => [author, recipient]))].map((institution) => ({
  id: `${institution}:maker`,
  name: 'Maker of documents',
  institution,
  clearance: true,
  duties: delegable,
}));

/** Enrols everybody, and lets the makers delegate their duties to those who stand in for them; waits until past delegations have ended. */
export async function enrolEverybody(circuit: TestCircuit): Promise<void> {
  const everybody = casts.flatMap((parties) => relations.flatMap((relation) => callersOf(relation).map((caller) => ({ parties, caller }))));
  const seeds = everybody.map(({ parties, caller }): OfficialSeed => {
    const { official } = speakerFor(parties, caller);
    const held = isDelegate(caller) ? [] : [caller.duty];
    const name = `${caller.relation} ${caller.duty}`;
    return { id: official, name, institution: institutionOf(official), clearance: caller.cleared, duties: held };
  });
  await enrol(circuit.operator, institutionSeeds, [...seeds, ...makers]);
  const delegates = everybody.filter(({ caller }) => isDelegate(caller));
  const [today, pastAt] = [new Date(Date.now() + 86_400_000), new Date(Date.now() + pastAfterMs)];
  for (const [institution, some] of Map.groupBy(delegates, ({ parties, caller }) => speakerFor(parties, caller).institution)) {
    const inputs = some.map(({ parties, caller }) => ({
      official: speakerFor(parties, caller).official,
      duty: caller.duty,
      to: caller.relation.startsWith('past') ? pastAt : today,
    }));
    await giveAll(circuit, makerIn(institution), 'delegateDuty', inputs, '__typename');
  }
  await pause(pastAt.getTime() + 100 - Date.now());
}

const isDelegate = ({ relation }: Caller): boolean => relation.includes('delegate');
