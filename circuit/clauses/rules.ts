import { consignmentMoves, documentMoves, type Move, type RefusalCode, refusals } from '@chancery/domain';
import { isChapter } from './citations.ts';
import { placeAt } from './places.ts';
import type { Scan } from './scan.ts';

/** A rule of the source that stands under a clause: of the policy, a refusal, or a guard of a lifecycle. */
export interface Rule {
  readonly clause: string;
  readonly name: string;
}

/** Every rule of the source, with its clause. */
export const rulesIn = (code: readonly Scan[]): readonly Rule[] => [...policyRules(code), ...refusalRules(), ...guards()];

function policyRules(code: readonly Scan[]): readonly Rule[] {
  return code
    .filter(({ path }) => path.startsWith('policy/'))
    .flatMap(({ places, mentions }) =>
      mentions.flatMap(({ clause, at }) => {
        const name = placeAt(places, at, 'declaration')?.name;
        return name === undefined || isChapter(clause) ? [] : [{ clause, name: `policy ${name}` }];
      }),
    );
}

const refusalRules = (): readonly Rule[] => Object.entries(refusals).map(([name, { clause }]) => ({ clause, name }));

/** A move that is forbidden is refused under the clauses of its refusals. */
function guards(): readonly Rule[] {
  const moves: readonly (readonly [string, Pick<Move<string>, 'refuses'>])[] = [
    ...Object.entries(documentMoves).map(([name, move]) => [`guard document.${name}`, move] as const),
    ...Object.entries(consignmentMoves).map(([name, move]) => [`guard consignment.${name}`, move] as const),
  ];
  return moves.flatMap(([name, { refuses }]) => codesOf(refuses).map((code) => ({ clause: refusals[code].clause, name })));
}

const codesOf = (refuses: Readonly<Record<string, RefusalCode | undefined>>): readonly RefusalCode[] =>
  Object.values(refuses).filter((code) => code !== undefined);
