import { type Duty, duties } from '@chancery/domain';
import type { Newcomer } from '../newcomers/newcomer.ts';
import type { InstitutionSeed, OfficialSeed } from './institutions.ts';

/** Operators are the exchange's own. */
const given: readonly Duty[] = duties.filter((duty) => duty !== 'OPERATOR');
/** As in the rest of the demonstration. */
const notCleared: readonly Duty[] = ['CLERK', 'AUDITOR', 'ANALYST'];

/** An institution that joined, as the directory enrols it. */
export const seedOf = ({ code, name, server }: Pick<Newcomer, 'code' | 'name' | 'server'>): InstitutionSeed => ({
  code,
  name,
  parent: null,
  sector: server === code.toLowerCase() ? 'administration' : server,
  server,
});

/** One invented official for each duty: `AGR:clerk`. Demonstrations alone have such. */
export const officialsOf = ({ code, name }: Pick<Newcomer, 'code' | 'name'>): readonly OfficialSeed[] =>
  given.map((duty) => {
    const short = duty.toLowerCase().replace('_', '.');
    const title = `${duty.charAt(0)}${duty.slice(1).toLowerCase().replace('_', ' ')}`;
    return { id: `${code}:${short}`, name: `${title}, ${name}`, institution: code, clearance: !notCleared.includes(duty), duties: [duty] };
  });
