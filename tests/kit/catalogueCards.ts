import { type Caller, type CardEvent, type InstitutionCode, parseOfficialId } from '@chancery/domain';
import { cardEvent } from './eventBuilders.ts';

/** An official who asks the catalogue: a clerk without clearance, unless said otherwise. */
export const asker = (institution: InstitutionCode, change: Partial<Caller> = {}): Caller => ({
  official: parseOfficialId(`${institution}:o.petrenko`),
  institution,
  duties: ['CLERK'],
  clearance: false,
  ...change,
});

/** The card of a registered document that everybody may know of. */
export const publicCard = (title: string, change: Partial<CardEvent> = {}): CardEvent => cardEvent({ access: 'PUBLIC', title, ...change });
