import type { Seeded } from '../../kit/seeded.ts';

/** What one addressee does with a letter once it is there. */
interface Intake {
  readonly to: string;
  readonly ends: 'REGISTERED' | 'REFUSED';
}

/** One dispatch of the correspondence. */
export interface Letter {
  readonly number: number;
  readonly from: string;
  readonly kind: string;
  readonly intakes: readonly Intake[];
  /** How long after the dispatch its first consignment is called back, in milliseconds; null: never. */
  readonly withdrawnAfterMs: number | null;
}

const kindsOf: Readonly<Record<string, readonly string[]>> = {
  JUS: ['LegalOpinion', 'CourtRuling'],
  FIN: ['BudgetRequest', 'PaymentOrder'],
  NAR: ['OfficialLetter'],
  STA: ['OfficialLetter'],
};

/** The institutions that write to each other. */
export const correspondents: readonly string[] = Object.keys(kindsOf);

/** So many letters: between the two ministries mostly, hosted institutions too, some to several addressees, some called back. */
export function lettersOf(chance: Seeded, count: number): readonly Letter[] {
  return Array.from({ length: count }, (_, number) => {
    const from = chance.pick(['JUS', 'JUS', 'JUS', 'FIN', 'FIN', 'FIN', 'NAR', 'STA']);
    return {
      number,
      from,
      kind: chance.pick(kindsOf[from] ?? []),
      intakes: addressees(chance, from).map((to) => ({ to, ends: chance.percent(10) ? 'REFUSED' : 'REGISTERED' })),
      withdrawnAfterMs: chance.percent(20) ? chance.between(0, 120) : null,
    };
  });
}

function addressees(chance: Seeded, from: string): readonly string[] {
  const others = correspondents.filter((code) => code !== from);
  if (chance.percent(20)) return chance.some(chance.between(2, 3), others);
  if (from === 'JUS' && chance.percent(80)) return ['FIN'];
  if (from === 'FIN' && chance.percent(80)) return ['JUS'];
  return [chance.pick(others)];
}
