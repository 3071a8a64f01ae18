import { refusals } from '@chancery/domain';
import { isChapter } from './citations.ts';
import { inForce } from './nameless.ts';
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

const guards = (): readonly Rule[] =>
  Object.entries(inForce().guards).flatMap(([move, clauses]) => clauses.map((clause) => ({ clause, name: `guard ${move}` })));
