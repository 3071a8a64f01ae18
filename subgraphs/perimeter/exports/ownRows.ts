import { type Caller, type InstitutionCode, parseInstitutionCode, Refusal } from '@chancery/domain';
import type { Asked } from '@chancery/exporting';

/** Whose list is asked for. Throws `MALFORMED_ID`. */
export const whoseIn = ({ institution }: Asked): InstitutionCode => parseInstitutionCode(institution);

/** §3.4 What is asked for, to officials of the institution that it is of; asked again before each page. Throws `NOT_THE_RECIPIENT`. */
export function requireOwn<Wanted extends { readonly institution: InstitutionCode }>({ institution }: Caller, wanted: Wanted): Wanted {
  if (institution !== wanted.institution) throw new Refusal('NOT_THE_RECIPIENT');
  return wanted;
}

/** §3.1, §3.2 Clearance decides which rows of a perimeter's lists somebody sees. */
export const sightOf = ({ clearance }: Caller): readonly string[] => (clearance ? ['clearance'] : []);
