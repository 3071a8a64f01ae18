import { setTimeout as pause } from 'node:timers/promises';
import { enrol, institutionSeeds, type OfficialSeed, type Speaker } from '@chancery/circuit';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import type { TestCircuit } from '../../kit/circuit.ts';
import { run } from '../../kit/heldDeliveries.ts';
import { type Caller, callersOf, type Relation, relations } from './cells.ts';

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
const pastAfterMs = 5_000;

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

const makers: readonly OfficialSeed[] = [...new Set(casts.flatMap(({ author, recipient }) => [author, recipient]))].map((institution) => ({
  id: `${institution}:maker`,
  name: 'Maker of documents',
  institution,
  clearance: true,
  duties: ['CLERK', 'SIGNATORY', 'REGISTRAR', 'EXECUTOR'],
}));

/** Enrols everybody. Delegated duties are entered as such duties are: held in an institution for a time. */
export async function enrolEverybody(circuit: TestCircuit): Promise<void> {
  const everybody = casts.flatMap((parties) => relations.flatMap((relation) => callersOf(relation).map((caller) => ({ parties, caller }))));
  const seeds = everybody.map(({ parties, caller }): OfficialSeed => {
    const { official } = speakerFor(parties, caller);
    const [institution = ''] = official.split(':');
    const isDelegate = caller.relation.includes('delegate');
    return {
      id: official,
      name: `${caller.relation} ${caller.duty}`,
      institution,
      clearance: caller.cleared,
      duties: isDelegate ? [] : [caller.duty],
    };
  });
  await enrol(circuit.operator, institutionSeeds, [...seeds, ...makers]);
  const delegates = everybody.filter(({ caller }) => caller.relation.includes('delegate'));
  const enteredAt = Date.now();
  await run(
    circuit.databaseUrl('directory'),
    delegates.map(({ parties, caller }) => delegation(speakerFor(parties, caller), caller)).join(';'),
  );
  // Every service asks the directory for what is new each second: all hear of the delegations, and then some of these end.
  await pause(enteredAt + pastAfterMs + 1_000 - Date.now());
}

function delegation({ official, institution }: Speaker, { relation, duty }: Caller): string {
  const lasts = relation.startsWith('past') ? `${pastAfterMs} milliseconds` : '1 day';
  return `
    INSERT INTO held_duty (official, institution, duty, held_from, held_to)
      VALUES ('${official}', '${institution}', '${duty}', now() - interval '1 day', now() + interval '${lasts}');
    UPDATE official SET version = (SELECT greatest((SELECT max(version) FROM official), (SELECT max(version) FROM institution)) + 1)
      WHERE id = '${official}'`;
}
