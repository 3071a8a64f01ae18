import { type InstitutionCode, Refusal } from '@chancery/domain';
import { Unreachable } from '@chancery/trust';

/** The institution whose server has the bytes does not answer, as operations say it too: which one, and since when calls to it fail. §1.8 */
export class InstitutionAway extends Refusal {
  readonly institution: string;
  readonly since: Date | null;

  constructor(institution: string, { since }: Pick<Unreachable, 'since'>) {
    super('INSTITUTION_UNAVAILABLE');
    this.institution = institution;
    this.since = since;
  }
}

/** Asks an institution's server; null asks a service of the exchange. Where the institution's does not answer, or not with sense, it is said who is missed. */
export async function ofInstitution<Answer>(institution: InstitutionCode | null, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (institution !== null && error instanceof Unreachable && error.reason !== 'stopped') throw new InstitutionAway(institution, error);
    throw error;
  }
}
